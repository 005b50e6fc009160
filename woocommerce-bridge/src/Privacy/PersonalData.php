<?php

namespace Ripresa\Privacy;

use Ripresa\Capture\AccountConsent;
use Ripresa\Capture\Cart;
use Ripresa\Capture\CartStore;
use Ripresa\Moment;
use Ripresa\Orders\OrderMeta;
use Ripresa\Outbox\Outbox;
use Ripresa\Outbox\OutboxStore;
use Ripresa\Restore\RestoreTokens;

/** WordPress's tools to export and to erase a person. */
final class PersonalData
{
    private const ORDERS_A_PAGE = 20;

    /**
     * @param array<string, mixed> $exporters
     * @return array<string, mixed>
     */
    public static function addExporter(array $exporters): array
    {
        $exporters['ripresa'] = ['exporter_friendly_name' => 'Ripresa', 'callback' => [self::class, 'export']];
        return $exporters;
    }

    /**
     * @param array<string, mixed> $erasers
     * @return array<string, mixed>
     */
    public static function addEraser(array $erasers): array
    {
        $erasers['ripresa'] = ['eraser_friendly_name' => 'Ripresa', 'callback' => [self::class, 'erase']];
        return $erasers;
    }

    /** @return array<string, mixed> */
    public static function export(string $email): array
    {
        $rows = array_map(static function (Cart $cart): array {
            return [
                'group_id' => 'ripresa-carts',
                'group_label' => __('Carts remembered by Ripresa', 'ripresa'),
                'item_id' => 'ripresa-cart-' . $cart->token,
                'data' => self::readable($cart),
            ];
        }, CartStore::ofPerson($email, self::userId($email)));
        return ['data' => array_merge($rows, self::ofAccount(self::userId($email))), 'done' => true];
    }

    /** @return array<int, array<string, mixed>> what was answered in "My account" */
    private static function ofAccount(int $userId): array
    {
        // Without a user WordPress would answer for whoever exports.
        $answer = $userId === 0 ? false : get_user_option(AccountConsent::META, $userId);
        return empty($answer) ? [] : [[
            'group_id' => 'ripresa-consent',
            'group_label' => __('Consent', 'ripresa'),
            'item_id' => 'ripresa-consent-' . $userId,
            'data' => [['name' => __('Consent', 'ripresa'), 'value' => self::answer($answer === 'granted')]],
        ]];
    }

    private static function answer(bool $isGiven): string
    {
        return $isGiven ? __('given', 'ripresa') : __('withdrawn', 'ripresa');
    }

    /** @return array<string, mixed> */
    public static function erase(string $email, int $page = 1): array
    {
        $carts = $page === 1 ? CartStore::ofPerson($email, self::userId($email)) : [];
        $phones = [];
        foreach ($carts as $cart) {
            $phones[] = $cart->contact['phone'] ?? null;
            CartStore::remove($cart->token);
            RestoreTokens::removeOf($cart->token);
            OutboxStore::dropSubject('cart:' . $cart->token);
        }
        if ($page === 1) {
            delete_user_option(self::userId($email), AccountConsent::META);
            self::tellTheApp($email, array_values(array_unique(array_filter($phones))));
        }
        $orders = self::forgetProofs($email, $page);
        return [
            'items_removed' => $carts !== [] || $orders > 0,
            'items_retained' => false,
            'messages' => [],
            'done' => $orders < self::ORDERS_A_PAGE,
        ];
    }

    public static function suggestPolicy(): void
    {
        $text = __('When you enter a phone number or an e-mail address in the checkout, we remember your cart and send both to Ripresa, our service for reminders over WhatsApp. With your consent you may get a message if you leave without buying. We keep this for a limited time and erase it when you ask us to.', 'ripresa');
        wp_add_privacy_policy_content('Ripresa', wp_kses_post(wpautop($text)));
    }

    /** @return array<int, array{name: string, value: string}> */
    private static function readable(Cart $cart): array
    {
        $titles = array_column($cart->content['items'] ?? [], 'title');
        $facts = [
            __('Last change', 'ripresa') => Moment::iso($cart->updatedMs),
            __('E-mail', 'ripresa') => (string) ($cart->contact['email'] ?? ''),
            __('Phone', 'ripresa') => (string) ($cart->contact['phone'] ?? ''),
            __('Name', 'ripresa') => trim(($cart->contact['firstName'] ?? '') . ' ' . ($cart->contact['lastName'] ?? '')),
            __('Products', 'ripresa') => implode(', ', $titles),
            __('Consent', 'ripresa') => $cart->consent === null ? '' : implode(' – ', [
                self::answer(!empty($cart->consent['given'])),
                $cart->consent['at'],
                $cart->consent['text'],
            ]),
        ];
        return array_map(static function (string $name, string $value): array {
            return ['name' => $name, 'value' => $value];
        }, array_keys($facts), array_values($facts));
    }

    /**
     * The order keeps that there was a consent and when; where it was given from goes.
     * @return int how many orders were looked at
     */
    private static function forgetProofs(string $email, int $page): int
    {
        $orders = wc_get_orders(['billing_email' => $email, 'limit' => self::ORDERS_A_PAGE, 'page' => $page]);
        foreach ($orders as $order) {
            $consent = $order->get_meta(OrderMeta::CONSENT);
            if (is_array($consent) && !empty($consent['ipHash'])) {
                $order->update_meta_data(OrderMeta::CONSENT, ['ipHash' => null, 'page' => null] + $consent);
                $order->save();
            }
        }
        return count($orders);
    }

    /** @param string[] $phones */
    private static function tellTheApp(string $email, array $phones): void
    {
        // WordPress names the request to its own page only.
        // phpcs:ignore WordPress.Security.NonceVerification
        $requestId = isset($_POST['id']) ? (string) absint($_POST['id']) : null;
        Outbox::tell('customer-erased', 'customer-erased:' . md5($email), [
            'customerErased' => ['email' => $email, 'phones' => $phones, 'requestId' => $requestId],
        ]);
    }

    private static function userId(string $email): int
    {
        $user = get_user_by('email', $email);
        return $user ? (int) $user->ID : 0;
    }
}
