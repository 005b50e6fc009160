<?php

namespace Ripresa;

/** What the merchant chooses in wp-admin. */
final class Settings
{
    public const OPTION = 'ripresa_settings';
    private const DEFAULT_APP = 'https://app.ripresa.example';

    public static function appUrl(): string
    {
        $fixed = defined('RIPRESA_APP_URL') ? (string) RIPRESA_APP_URL : '';
        return untrailingslashit($fixed !== '' ? $fixed : self::text('appUrl', self::DEFAULT_APP));
    }

    public static function asksConsent(): bool
    {
        return self::text('askConsent', 'yes') === 'yes';
    }

    public static function usesCoreWebhooks(): bool
    {
        return self::text('coreWebhooks', 'no') === 'yes';
    }

    public static function consentText(): string
    {
        $standard = __(
            'Send me a WhatsApp message if I leave something in my cart. I can stop it at any time.',
            'ripresa'
        );
        return self::text('consentText', $standard);
    }

    public static function retentionDays(): int
    {
        return max(1, min(365, (int) self::text('retentionDays', '90')));
    }

    /** @param array<string, string> $changes */
    public static function change(array $changes): void
    {
        update_option(self::OPTION, array_merge(self::kept(), $changes), false);
    }

    private static function text(string $name, string $standard): string
    {
        $value = self::kept()[$name] ?? '';
        return is_string($value) && $value !== '' ? $value : $standard;
    }

    /** @return array<string, string> */
    private static function kept(): array
    {
        $kept = get_option(self::OPTION);
        return is_array($kept) ? $kept : [];
    }
}
