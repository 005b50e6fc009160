<?php

namespace Ripresa;

/** The last that was seen of the app, for the settings page. */
final class Health
{
    public const OPTION = 'ripresa_health';

    public static function delivered(): void
    {
        $last = self::read();
        if (time() - (int) ($last['deliveredAt'] ?? 0) > 60 || !empty($last['error'])) {
            update_option(self::OPTION, ['deliveredAt' => time(), 'error' => ''], false);
        }
    }

    /**
     * @param array<string, mixed>|\WP_Error $answer
     * @return string the error's word
     */
    public static function failed($answer, int $status): string
    {
        $said = is_wp_error($answer) ? [] : Json::read((string) wp_remote_retrieve_body($answer));
        $word = isset($said['error']) && is_string($said['error']) ? sanitize_key($said['error']) : '';
        $error = $word !== '' ? $word : ($status === 0 ? 'app_unreachable' : "http_$status");
        update_option(self::OPTION, ['error' => $error, 'failedAt' => time()] + self::read(), false);
        return $error;
    }

    /** @return array<string, mixed> */
    public static function read(): array
    {
        $kept = get_option(self::OPTION);
        return is_array($kept) ? $kept : [];
    }
}
