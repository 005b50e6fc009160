<?php

namespace Ripresa\Connect;

use Ripresa\Settings;

/** The merchant's way to the app and back. */
final class ConnectFlow
{
    public const PENDING = 'ripresa_pending';
    private const MINUTES = 15;

    /** The form of the settings page. */
    public static function start(): void
    {
        self::allowed('ripresa_connect');
        // phpcs:ignore WordPress.Security.NonceVerification
        $posted = wp_unslash($_POST);
        $appUrl = esc_url_raw(trim((string) ($posted['app_url'] ?? Settings::appUrl())));
        $fault = self::fault(empty($posted['agree']), $appUrl);
        if ($fault !== null) {
            self::back($fault);
        }
        Settings::change(['appUrl' => untrailingslashit($appUrl)]);
        $state = bin2hex(random_bytes(16));
        update_option(self::PENDING, [
            'state' => hash('sha256', $state),
            'user' => get_current_user_id(),
            'until' => time() + self::MINUTES * MINUTE_IN_SECONDS,
            'appUrl' => untrailingslashit($appUrl),
        ], false);
        $question = ['site' => home_url(), 'rest' => get_rest_url(), 'state' => $state, 'return' => SettingsPage::url()];
        // The app lives elsewhere, where the merchant just agreed to go.
        // phpcs:ignore WordPress.Security.SafeRedirect
        wp_redirect(untrailingslashit($appUrl) . '/woocommerce/connect?' . http_build_query($question, '', '&', PHP_QUERY_RFC3986));
        exit;
    }

    /** Back from the app with a one-time code. */
    public static function finish(): void
    {
        // phpcs:disable WordPress.Security.NonceVerification -- the state is the nonce
        if (!isset($_GET['page'], $_GET['ripresa_code'], $_GET['state']) || $_GET['page'] !== SettingsPage::SLUG) {
            return;
        }
        $code = (string) wp_unslash($_GET['ripresa_code']);
        $state = (string) wp_unslash($_GET['state']);
        // phpcs:enable
        $pending = get_option(self::PENDING);
        delete_option(self::PENDING);
        if (!current_user_can('manage_woocommerce') || !self::isOurs($pending, $state)) {
            self::back('state');
        }
        self::back(Exchange::run($pending['appUrl'], $code, $state));
    }

    public static function disconnect(): void
    {
        self::allowed('ripresa_disconnect');
        Disconnect::byMerchant();
        self::back('disconnected');
    }

    /** @param mixed $pending */
    private static function isOurs($pending, string $state): bool
    {
        return is_array($pending)
            && hash_equals((string) $pending['state'], hash('sha256', $state))
            && (int) $pending['until'] >= time()
            && (int) $pending['user'] === get_current_user_id();
    }

    private static function fault(bool $hasNotAgreed, string $appUrl): ?string
    {
        if ($hasNotAgreed) {
            return 'agree';
        }
        $isLocal = wp_get_environment_type() === 'local';
        $scheme = (string) wp_parse_url($appUrl, PHP_URL_SCHEME);
        if (wp_parse_url($appUrl, PHP_URL_HOST) === null || !in_array($scheme, ['https', 'http'], true)) {
            return 'app_address';
        }
        if (!$isLocal && self::isLoopback((string) wp_parse_url(home_url(), PHP_URL_HOST))) {
            return 'loopback';
        }
        $isPlain = $scheme !== 'https' || wp_parse_url(home_url(), PHP_URL_SCHEME) !== 'https';
        return $isPlain && !$isLocal ? 'not_https' : null;
    }

    private static function isLoopback(string $host): bool
    {
        return $host === 'localhost' || $host === '[::1]' || strpos($host, '127.') === 0
            || preg_match('/\.(local|localhost|test)$/', $host) === 1;
    }

    private static function allowed(string $action): void
    {
        if (!current_user_can('manage_woocommerce')) {
            wp_die(esc_html__('You may not do this.', 'ripresa'), '', ['response' => 403]);
        }
        check_admin_referer($action);
    }

    private static function back(string $word): void
    {
        wp_safe_redirect(add_query_arg('ripresa_notice', rawurlencode($word), SettingsPage::url()));
        exit;
    }
}
