<?php

namespace Ripresa\Admin;

use Ripresa\Connect\SettingsPage;
use Ripresa\Connection;
use Ripresa\Json;

/** The screens that the browser draws with WordPress's own components; nothing is loaded from elsewhere. */
final class Screens
{
    private const HANDLE = 'ripresa-screens';

    public static function enqueue(string $page): void
    {
        if ($page !== SettingsPage::hook() || !Connection::exists()) {
            return;
        }
        $uses = ['react', 'react-dom', 'wp-element', 'wp-components', 'wp-i18n', 'wp-api-fetch'];
        wp_enqueue_script(self::HANDLE, plugins_url('assets/screens.js', RIPRESA_FILE), $uses, RIPRESA_VERSION, true);
        wp_set_script_translations(self::HANDLE, 'ripresa', dirname(RIPRESA_FILE) . '/languages');
        wp_add_inline_script(self::HANDLE, 'window.ripresaScreens = ' . Json::write(self::settings()) . ';', 'before');
        wp_enqueue_style(self::HANDLE, plugins_url('assets/screens.css', RIPRESA_FILE), ['wp-components'], RIPRESA_VERSION);
    }

    public static function render(): void
    {
        printf(
            '<div id="ripresa-screens"><noscript><p>%s</p></noscript></div>',
            esc_html__('These figures need JavaScript.', 'ripresa')
        );
    }

    /** @return array<string, string> */
    private static function settings(): array
    {
        return [
            'locale' => str_replace('_', '-', get_user_locale()),
            'timeZone' => wp_timezone_string(),
            'settingsUrl' => SettingsPage::url('settings'),
        ];
    }
}
