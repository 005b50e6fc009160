<?php

namespace Ripresa\Capture;

use Ripresa\Moment;
use Ripresa\Outbox\Outbox;
use Ripresa\Settings;

/** The box in "My account", where a customer takes a consent back as easily as it was given. */
final class AccountConsent
{
    public const META = 'ripresa_consent';
    private const FIELD = 'ripresa_account_consent';

    public static function render(): void
    {
        if (!ConsentField::isShown()) {
            return;
        }
        printf(
            '<p class="woocommerce-form-row form-row"><label><input type="checkbox" name="%1$s" value="yes"%2$s /> %3$s</label>'
                . '<input type="hidden" name="%1$s_asked" value="yes" /></p>',
            esc_attr(self::FIELD),
            checked(get_user_option(self::META, get_current_user_id()), 'granted', false),
            esc_html(Settings::consentText())
        );
    }

    /** WooCommerce checked the form's nonce before it saves an account. */
    public static function save(int $userId): void
    {
        // phpcs:disable WordPress.Security.NonceVerification
        if (empty($_POST[self::FIELD . '_asked'])) {
            return;
        }
        $state = ($_POST[self::FIELD] ?? '') === 'yes' ? 'granted' : 'withdrawn';
        // phpcs:enable
        $before = get_user_option(self::META, $userId);
        if ($state === $before || ($state === 'withdrawn' && !$before && CartStore::ofPerson('', $userId) === [])) {
            return;
        }
        update_user_option($userId, self::META, $state);
        self::carryToCarts($userId, $state === 'granted');
        Outbox::tell('consent', 'consent:' . wp_generate_uuid4(), [
            'consent' => [
                'contact' => self::contact($userId),
                'state' => $state,
                'source' => 'my_account',
                'at' => Moment::iso(Moment::nowMs()),
                'text' => Settings::consentText(),
            ],
        ]);
    }

    private static function carryToCarts(int $userId, bool $given): void
    {
        foreach (CartStore::ofPerson('', $userId) as $cart) {
            if ($cart->state === 'open' && ($given || $cart->consent !== null)) {
                $cart->consent = Consent::decide($cart->consent, $given, 'my_account');
                CartTeller::keepAndTell($cart);
            }
        }
    }

    /** @return array<string, string|null> */
    private static function contact(int $userId): array
    {
        $customer = new \WC_Customer($userId);
        $contact = Contact::merge([], Contact::withoutEmpty([
            'email' => $customer->get_billing_email() ?: $customer->get_email(),
            'phone' => $customer->get_billing_phone(),
            'country' => $customer->get_billing_country(),
            'firstName' => $customer->get_billing_first_name(),
            'lastName' => $customer->get_billing_last_name(),
        ]));
        return Contact::asTold($contact, $userId);
    }
}
