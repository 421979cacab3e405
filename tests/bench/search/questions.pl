#!/usr/bin/perl
# questions.pl ITEMS.tsv [EACH]: questions out of the items' own words, one a line:
# how (and, or, phrase), words, kind or "-". The same number each of: a common
# word, a rare one, two and three that stand in one item, three of which any
# will do, a phrase of two.
use strict;
use warnings;

my $each = $ARGV[1] // 200;
srand 7 + $each;
my %stop = map { $_ => 1 } qw(about after also been being between both each
    from have into more most only other over same some such than that their
    them then there these they this used using very were what when where which
    while will with your);
my (%df, %pair, @docs);
open my $in, '<', $ARGV[0] or die;
while (<$in>) {
	chomp;
	my @f = split /\t/;
	next if $f[8] ne 'en';
	my @w = map { lc } $f[7] =~ /[A-Za-z]+/g;
	my %seen = map { $_ => 1 } grep { length > 3 && !$stop{$_} } @w;
	$df{$_}++ for keys %seen;
	for my $i (1 .. $#w) {
		$pair{"$w[$i - 1] $w[$i]"}++
		    if $seen{$w[$i - 1]} && $seen{$w[$i]};
	}
	push @docs, [sort keys %seen];
	last if @docs >= 10000;
}
my @by = sort { $df{$b} <=> $df{$a} || $a cmp $b } keys %df;
my @common = @by[5 .. 149];
my @middle = @by[150 .. 2999];
my @rare = grep { $df{$_} >= 2 } @by[3000 .. $#by];
my @phrases = sort grep { $pair{$_} >= 4 } keys %pair;
sub one { $_[rand @_] }
sub together {
	my ($n) = @_;
	while (1) {
		my @w = grep { $df{$_} > 20 } @{ one(@docs) };
		next if @w < $n;
		my %got;
		$got{one(@w)} = 1 while keys %got < $n;
		return join ' ', sort keys %got;
	}
}
my @make = (
    sub { "and\t" . one(@common) },
    sub { "and\t" . one(@rare) },
    sub { "and\t" . together(2) },
    sub { "and\t" . together(3) },
    sub { "or\t" . join ' ', one(@common), one(@middle), one(@rare) },
    sub { "phrase\t" . one(@phrases) });
my @out;
for my $make (@make) {
	push @out, $make->() . "\t" . ($_ % 2 ? one(qw(toolkit event
	    experience)) : '-') for 1 .. $each;
}
my @mixed;
push @mixed, splice @out, rand @out, 1 while @out;
print "$_\n" for @mixed;
