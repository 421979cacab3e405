#!/usr/bin/perl
# usage: users.pl URL TOKEN COOKIE CSRF FOLDER READERS WRITERS
# People who read, search, share and upload until FOLDER/stop is there. What
# they saw stands in FOLDER:
#   answers.N       "SECONDS-SINCE-1970 WHAT STATUS TOOK WHY", one a request
#   shared.N        "ID TITLE", items acknowledged
#   acknowledged.N  "ID SHA256 SIZE", uploads acknowledged
# A reader takes every answer as it is. A writer repeats what was not answered
# 201 under the same Idempotency-Key, and reads each item right after it was
# acknowledged.
use strict;
use warnings;
use Digest::SHA 'sha256_hex';
use HTTP::Tiny;
use Time::HiRes qw(sleep time);

my ($url, $token, $cookie, $csrf, $folder, $readers, $writers) = @ARGV;
my ($http, $log, $me);

sub stop { -e "$folder/stop" }

# one request; what is logged as WHY says what users would have seen
sub ask {
	my ($what, $method, $path, $options, @good) = @_;
	my $began = time;
	my $r = $http->request($method, "$url$path", $options // {});
	my $why = '-';

	$why = $r->{content} =~ s/\s+/_/gr if $r->{status} == 599;
	$why = 'no-Retry-After' if $r->{status} == 503 &&
	    !defined $r->{headers}{'retry-after'};
	$why = 'cut' if $r->{success} && $method eq 'GET' &&
	    ($r->{headers}{'content-type'} // '') =~ /html/ &&
	    $r->{content} !~ m{</html>\s*$};
	printf $log "%.3f %s %s %.3f %s\n", $began, $what, $r->{status},
	    time - $began, substr($why, 0, 80);
	return $r;
}

sub read_on {
	my @paths = ('/', '/calendar', '/search?q=load', '/toolkits',
	    '/api/v1/search?q=load&facets=org', '/api/v1/items', '/account',
	    '/orgs/a-test', '/healthz');
	for (my $n = $me; !stop(); $n++) {
		my $path = $paths[$n % @paths];
		my $who = $path eq '/account' || $n % 2 ?
		    { headers => { cookie => "cs=$cookie" } } : {};

		ask("read:$path", 'GET', $path, $who);
		sleep 0.02;
	}
}

sub keep {
	my ($file, $line) = @_;
	open my $f, '>>', "$folder/$file.$me" or die;
	print $f "$line\n";
	close $f;
}

sub share_on {
	my $bearer = "Bearer $token";
	for (my $n = 1; !stop(); $n++) {
		my $title = "load-$me-$n";
		my $r;

		for (my $try = 0; $try < 600; $try++) {
			$r = ask('share', 'POST', '/api/v1/items', {
			    headers => { authorization => $bearer,
			    'content-type' => 'application/json',
			    'idempotency-key' => $title },
			    content => "{\"kind\":\"toolkit\",\"title\":\"$title\"," .
			    '"audience":"public","org":{"slug":"a-test"},' .
			    '"status":"published"}' });
			last if $r->{status} == 201;
			sleep 0.1;
		}
		my ($id) = $r->{content} =~ /"id": *"([0-9A-Z]{10})"/;
		next if !defined $id;
		keep('shared', "$id $title");
		ask('own', 'GET', "/api/v1/items/$id");

		my $bytes = pack('N*', map { rand 2**32 } 1 .. 1 + $n * 7919 % 20000);
		$r = ask('upload', 'PUT', "/uploads/load-$me-$n.bin", {
		    headers => { cookie => "cs=$cookie", 'x-csrf' => $csrf },
		    content => $bytes });
		($id) = $r->{content} =~ /"id": *"([0-9A-Z]{10})"/;
		keep('acknowledged', join ' ', $id, sha256_hex($bytes),
		    length $bytes) if $r->{success} && defined $id;
		sleep 0.05;
	}
}

my @pids;
for my $number (1 .. $readers + $writers) {
	my $pid = fork // die;
	if ($pid == 0) {
		$me = $number;
		srand;
		$http = HTTP::Tiny->new(timeout => 30, max_redirect => 0);
		open $log, '>>', "$folder/answers.$me" or die;
		$log->autoflush(1);
		$me <= $readers ? read_on() : share_on();
		exit 0;
	}
	push @pids, $pid;
}
waitpid $_, 0 for @pids;
