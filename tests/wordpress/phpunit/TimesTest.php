<?php

use PHPUnit\Framework\TestCase;
use Ripresa\Moment;
use Ripresa\Outbox\RetryTimes;

final class TimesTest extends TestCase
{
    public function test_a_delivery_is_tried_again_later_and_later(): void
    {
        $waits = [60, 300, 900, 3600, 10800, 21600, 43200, 43200, 43200];
        foreach ($waits as $index => $wait) {
            self::assertSame(1000 + $wait, RetryTimes::after($index + 1, 1000, 1000));
        }
    }

    public function test_a_delivery_is_given_up_after_seven_days(): void
    {
        $week = 7 * 86400;
        self::assertSame($week, RetryTimes::after(20, 0, $week - 43200));
        self::assertNull(RetryTimes::after(20, 0, $week - 43199));
    }

    public function test_a_moment_survives_its_text(): void
    {
        foreach ([0, 1, 999, 1764000000123] as $milliseconds) {
            self::assertSame($milliseconds, Moment::fromIso(Moment::iso($milliseconds)));
        }
        self::assertSame('2025-11-24T16:00:00.123Z', Moment::iso(1764000000123));
    }

    public function test_a_moment_is_read_in_the_zone_that_it_names(): void
    {
        self::assertSame(Moment::fromIso('2026-01-01T00:00:00Z'), Moment::fromIso('2026-01-01T01:00:00+01:00'));
        self::assertNull(Moment::fromIso(''));
        self::assertNull(Moment::fromIso('soon, or later'));
    }
}
