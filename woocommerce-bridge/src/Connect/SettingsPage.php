<?php

namespace Ripresa\Connect;

use Ripresa\Admin\Screens;
use Ripresa\Connection;
use Ripresa\Health;
use Ripresa\Outbox\OutboxStore;
use Ripresa\Settings;
use Ripresa\Webhooks\CoreWebhooks;

/** WooCommerce → Ripresa: what was earned, and the settings, which WordPress draws on the server. */
final class SettingsPage
{
    public const SLUG = 'ripresa';

    /** @var string the page as WordPress names it, once it is in the menu */
    private static $hook = '';

    public static function url(string $tab = ''): string
    {
        return admin_url('admin.php?page=' . self::SLUG . ($tab === '' ? '' : '&tab=' . $tab));
    }

    public static function hook(): string
    {
        return self::$hook;
    }

    /** Before a store is connected there are only settings. */
    public static function tab(): string
    {
        // phpcs:ignore WordPress.Security.NonceVerification
        $asked = isset($_GET['tab']) ? sanitize_key(wp_unslash((string) $_GET['tab'])) : 'results';
        return Connection::exists() && $asked !== 'settings' ? 'results' : 'settings';
    }

    public static function addToMenu(): void
    {
        self::$hook = (string) add_submenu_page('woocommerce', 'Ripresa', 'Ripresa', 'manage_woocommerce', self::SLUG, [self::class, 'render']);
    }

    public static function render(): void
    {
        $connection = Connection::current();
        echo '<div class="wrap"><h1>Ripresa</h1>';
        self::renderNotice();
        if ($connection !== null) {
            self::renderTabs();
        }
        if (self::tab() === 'results') {
            Screens::render();
        } else {
            self::renderSettingsTab($connection);
        }
        echo '</div>';
    }

    private static function renderSettingsTab(?Connection $connection): void
    {
        if ($connection === null) {
            self::renderConnect();
        } else {
            self::renderConnected($connection);
        }
        self::renderSettings();
    }

    private static function renderTabs(): void
    {
        $tabs = ['results' => __('Results', 'ripresa'), 'settings' => __('Settings', 'ripresa')];
        echo '<nav class="nav-tab-wrapper">';
        foreach ($tabs as $tab => $name) {
            $isHere = self::tab() === $tab;
            printf(
                '<a href="%s" class="nav-tab%s"%s>%s</a>',
                esc_url(self::url($tab)),
                $isHere ? ' nav-tab-active' : '',
                $isHere ? ' aria-current="page"' : '',
                esc_html($name)
            );
        }
        echo '</nav>';
    }

    public static function save(): void
    {
        if (!current_user_can('manage_woocommerce')) {
            wp_die(esc_html__('You may not do this.', 'ripresa'), '', ['response' => 403]);
        }
        check_admin_referer('ripresa_settings');
        Settings::change([
            'askConsent' => empty($_POST['ask_consent']) ? 'no' : 'yes',
            'consentText' => sanitize_textarea_field(wp_unslash((string) ($_POST['consent_text'] ?? ''))),
            'retentionDays' => (string) absint($_POST['retention_days'] ?? 90),
            'coreWebhooks' => empty($_POST['core_webhooks']) ? 'no' : 'yes',
        ]);
        CoreWebhooks::keep();
        wp_safe_redirect(add_query_arg('ripresa_notice', 'saved', self::url('settings')));
        exit;
    }

    private static function renderNotice(): void
    {
        // phpcs:ignore WordPress.Security.NonceVerification
        $word = isset($_GET['ripresa_notice']) ? sanitize_key(wp_unslash((string) $_GET['ripresa_notice'])) : '';
        $word = $word === '' && !Connection::exists() ? (string) get_option(Disconnect::ENDED, '') : $word;
        if ($word !== '') {
            self::notice($word);
        }
    }

    private static function notice(string $word): void
    {
        printf(
            '<div class="notice notice-%s"><p>%s</p></div>',
            Sentences::isGood($word) ? 'success' : 'error',
            esc_html(Sentences::of($word))
        );
    }

    private static function renderConnect(): void
    {
        self::beginForm('ripresa_connect');
        printf(
            '<h2>%s</h2><p>%s</p><p><label><input type="checkbox" name="agree" value="yes"> %s</label></p>',
            esc_html__('Connect your store', 'ripresa'),
            esc_html__('Ripresa is a service outside your store. Once connected, this plugin sends it the carts of shoppers who left a phone number or an e-mail address, orders, products and consents, so that it can remind shoppers over WhatsApp and show what that earned. Before you connect, nothing is recorded or sent.', 'ripresa'),
            esc_html__('I agree that this plugin sends this to Ripresa.', 'ripresa')
        );
        printf(
            '<p><label>%s<br><input type="url" class="regular-text code" name="app_url" value="%s"%s></label></p>',
            esc_html__('Address of Ripresa', 'ripresa'),
            esc_attr(Settings::appUrl()),
            defined('RIPRESA_APP_URL') ? ' readonly' : ''
        );
        submit_button(__('Connect', 'ripresa'));
        echo '</form>';
    }

    private static function renderConnected(Connection $connection): void
    {
        $health = Health::read();
        $counts = OutboxStore::counts();
        if (!empty($health['error'])) {
            self::notice((string) $health['error']);
        }
        $rows = [
            __('Connected with', 'ripresa') => $connection->appUrl(),
            __('Since', 'ripresa') => self::moment($connection->since()),
            __('Last delivery', 'ripresa') => self::moment((int) ($health['deliveredAt'] ?? 0)),
            __('Waiting to be sent', 'ripresa') => number_format_i18n($counts['pending']),
            __('Given up after seven days', 'ripresa') => number_format_i18n($counts['ended']),
        ];
        echo '<table class="form-table" role="presentation">';
        foreach ($rows as $name => $value) {
            printf('<tr><th scope="row">%s</th><td>%s</td></tr>', esc_html($name), esc_html($value));
        }
        echo '</table>';
        self::beginForm('ripresa_disconnect');
        submit_button(__('Disconnect', 'ripresa'), 'delete', 'ripresa-disconnect-button');
        echo '<div id="ripresa-disconnect"></div></form>';
    }

    private static function renderSettings(): void
    {
        self::beginForm('ripresa_settings');
        printf('<h2>%s</h2><table class="form-table" role="presentation">', esc_html__('Settings', 'ripresa'));
        $field = '<tr><th scope="row">%s</th><td>%s</td></tr>';
        $box = sprintf('<label><input type="checkbox" name="ask_consent" value="yes"%s> %s</label>', checked(Settings::asksConsent(), true, false), esc_html__('Ask for consent in the checkout (never ticked beforehand)', 'ripresa'));
        $text = sprintf('<textarea name="consent_text" rows="3" class="large-text">%s</textarea>', esc_textarea(Settings::consentText()));
        $second = sprintf('<label><input type="checkbox" name="core_webhooks" value="yes"%s> %s</label>', checked(Settings::usesCoreWebhooks(), true, false), esc_html__('Use WooCommerce’s own webhooks as a second signal', 'ripresa'));
        $days = sprintf('<input type="number" name="retention_days" min="1" max="365" value="%d">', Settings::retentionDays());
        // phpcs:disable WordPress.Security.EscapeOutput -- escaped above
        printf($field, esc_html__('Consent', 'ripresa'), $box);
        printf($field, esc_html__('Its text', 'ripresa'), $text);
        printf($field, esc_html__('Days that carts are kept', 'ripresa'), $days);
        printf($field, esc_html__('Webhooks', 'ripresa'), $second);
        // phpcs:enable
        echo '</table>';
        submit_button();
        echo '</form>';
    }

    private static function beginForm(string $action): void
    {
        printf('<form method="post" action="%s"><input type="hidden" name="action" value="%s">', esc_url(admin_url('admin-post.php')), esc_attr($action));
        wp_nonce_field($action);
    }

    private static function moment(int $time): string
    {
        return $time === 0 ? '—' : (string) wp_date(get_option('date_format') . ' ' . get_option('time_format'), $time);
    }
}
