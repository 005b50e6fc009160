<?php

namespace Ripresa\Orders;

use Ripresa\Capture\Cart;
use Ripresa\Capture\CartSession;
use Ripresa\Capture\CartStore;
use Ripresa\Capture\CartTeller;
use Ripresa\Connection;

/** A cart that was paid by a payment link: no checkout emptied it in the browser where it lies. */
final class BoughtByLink
{
    /** The app's name of the payment, in the order that it makes. */
    private const PAYMENT = '_ripresa_payment';

    /** @param int|string $id of an order whose money is there */
    public static function paid($id): void
    {
        $order = Connection::exists() ? self::order((int) $id) : null;
        $cart = $order === null ? null : CartStore::find((string) $order->get_meta(OrderMeta::CART));
        if ($order !== null && $cart !== null && $cart->state !== 'ordered') {
            $cart->state = 'ordered';
            $cart->orderId = $order->get_id();
            CartTeller::keepAndTell($cart);
        }
    }

    /** Takes what was bought out of the cart once its shopper is back; what came into it since stays. */
    public static function takeOut(): void
    {
        $cart = Connection::exists() && CartSession::isShopping() ? self::ofSession() : null;
        $order = $cart === null ? null : self::order($cart->orderId);
        if ($order === null) {
            return;
        }
        CartSession::end();
        foreach ($order->get_items() as $item) {
            self::takeOutItem((int) $item->get_product_id(), (int) $item->get_variation_id(), (int) $item->get_quantity());
        }
        if (WC()->cart->is_empty()) {
            WC()->cart->empty_cart();
        }
    }

    private static function takeOutItem(int $product, int $variation, int $bought): void
    {
        foreach (WC()->cart->get_cart() as $key => $line) {
            if ((int) $line['product_id'] === $product && (int) $line['variation_id'] === $variation && $bought > 0) {
                $taken = min($bought, (int) $line['quantity']);
                $bought -= $taken;
                WC()->cart->set_quantity((string) $key, (int) $line['quantity'] - $taken);
            }
        }
    }

    private static function ofSession(): ?Cart
    {
        $token = CartSession::token();
        $cart = $token === null ? null : CartStore::find($token);
        return $cart !== null && $cart->state === 'ordered' ? $cart : null;
    }

    private static function order(int $id): ?\WC_Order
    {
        $order = $id > 0 ? wc_get_order($id) : false;
        return $order instanceof \WC_Order && $order->get_meta(self::PAYMENT) !== '' ? $order : null;
    }
}
