# drafts.pl ITEMS FOLDER: 200 drafts as bodies of POST /api/v1/overlap, spread
# over the items: the words of two of them, so that none is there already; and
# in FOLDER/typed what somebody types until a title stands there.
use strict;
use JSON::PP;

my ($items, $to) = @ARGV;
my $json = JSON::PP->new->utf8;
open my $in, '<:encoding(UTF-8)', $items or die "$items: $!\n";
my @all = <$in>;
open my $typed, '>:encoding(UTF-8)', "$to/typed" or die "$to: $!\n";
for my $n (0 .. 199) {
	my @a = split /\t/, $all[$n * @all / 200];
	my @b = split /\t/, $all[($n * @all / 200 + 7) % @all];
	my %draft = (kind => $a[1], title => "$a[6] and $b[6]",
	    body => join(' ', (split / /, $a[7])[0 .. 60], (split / /, $b[7])[0 .. 60]),
	    language => 'en', countries => [$a[4]]);
	@draft{qw(title body)} = map { s/\s+/ /gr } @draft{qw(title body)};
	$draft{title} = substr $draft{title}, 0, 200;
	if ($a[1] eq 'event') {
		$draft{event} = { start_local => '2026-01-10T09:00', timezone => 'Pacific/Fiji', country => $a[4] };
	} elsif ($a[1] eq 'experience') {
		$draft{experience} = { outcome => 'worked', lesson => 'It worked.' };
	}
	open my $out, '>', "$to/draft$n" or die "$to: $!\n";
	print $out $json->encode(\%draft);
	close $out;
	my $title = $a[6] =~ s/^\s+//r;
	print $typed substr($title, 0, $_) . "\n" for 2, 3, 5, 8;
}
