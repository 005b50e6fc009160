<?php

namespace Ripresa\Capture;

use Ripresa\Moment;
use Ripresa\Outbox\Outbox;
use Ripresa\Restore\RestoreTokens;

/** Writes a changed cart down and, when somebody can be reached, tells the app. */
final class CartTeller
{
    public static function keepAndTell(Cart $cart): void
    {
        $cart->sequence++;
        $cart->updatedMs = max(Moment::nowMs(), $cart->updatedMs + 1);
        CartStore::keep($cart);
        if ($cart->isReachable()) {
            Outbox::tell('cart', 'cart:' . $cart->token, ['cart' => self::asTold($cart)]);
        }
    }

    /** @return array<string, mixed> */
    public static function asTold(Cart $cart): array
    {
        return [
            'token' => $cart->token,
            'sequence' => $cart->sequence,
            'state' => $cart->state,
            'currency' => $cart->content['currency'] ?? get_woocommerce_currency(),
            'total' => $cart->content['total'] ?? '0',
            'items' => $cart->content['items'] ?? [],
            'coupons' => $cart->content['coupons'] ?? [],
            'contact' => Contact::asTold($cart->contact, $cart->userId),
            'locale' => $cart->content['locale'] ?? get_locale(),
            'restoreUrl' => RestoreTokens::url($cart->token),
            'consent' => $cart->consent,
            'createdAt' => Moment::iso($cart->createdMs),
            'updatedAt' => Moment::iso($cart->updatedMs),
            'orderId' => $cart->state === 'ordered' ? (string) $cart->orderId : null,
        ];
    }
}
