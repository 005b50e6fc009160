<?php

namespace Ripresa\Restore;

/** Messengers, scanners and browsers that look at a link before a person does. */
final class Preview
{
    private const ROBOTS = '/bot\b|crawl|spider|preview|whatsapp|facebookexternalhit|facebot|slack|telegram|skype|safelinks|scanner/i';

    public static function isLooking(): bool
    {
        $method = (string) ($_SERVER['REQUEST_METHOD'] ?? 'GET');
        $purpose = ($_SERVER['HTTP_PURPOSE'] ?? '') . ($_SERVER['HTTP_SEC_PURPOSE'] ?? '');
        $agent = (string) ($_SERVER['HTTP_USER_AGENT'] ?? '');
        return $method !== 'GET' || stripos($purpose, 'prefetch') !== false || $agent === ''
            || preg_match(self::ROBOTS, $agent) === 1;
    }
}
