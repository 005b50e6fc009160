<?php

namespace Ripresa;

/** Times as the protocol writes them. */
final class Moment
{
    public static function nowMs(): int
    {
        return (int) floor(microtime(true) * 1000);
    }

    public static function iso(int $milliseconds): string
    {
        return gmdate('Y-m-d\TH:i:s', intdiv($milliseconds, 1000)) . sprintf('.%03dZ', $milliseconds % 1000);
    }

    /** @return int|null milliseconds, null when the text is no time */
    public static function fromIso(string $text): ?int
    {
        try {
            $time = new \DateTimeImmutable($text, new \DateTimeZone('UTC'));
        } catch (\Exception $e) {
            return null;
        }
        return $text === '' ? null : (int) $time->format('U') * 1000 + (int) $time->format('v');
    }
}
