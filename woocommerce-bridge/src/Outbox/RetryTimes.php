<?php

namespace Ripresa\Outbox;

/** 1, 5, 15 minutes, 1, 3, 6, 12 hours, then every 12 hours up to 7 days. */
final class RetryTimes
{
    private const WAITS = [60, 300, 900, 3600, 10800, 21600, 43200];
    private const LIMIT = 7 * 86400;

    /** @return int|null when to try again, null when it is over */
    public static function after(int $attempts, int $occurredAt, int $now): ?int
    {
        $wait = self::WAITS[$attempts - 1] ?? 43200;
        return $now + $wait > $occurredAt + self::LIMIT ? null : $now + $wait;
    }
}
