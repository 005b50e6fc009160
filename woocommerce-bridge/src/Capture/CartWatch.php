<?php

namespace Ripresa\Capture;

use Ripresa\Connection;
use Ripresa\Json;
use Ripresa\Moment;

/**
 * Looks once at the end of a request whether the cart is another one than was told. WooCommerce says
 * "cart updated" on mere reads, so what it holds is compared.
 */
final class CartWatch
{
    private const ECHO_MS = DAY_IN_SECONDS * 1000;
    /** @var bool */
    private static $touched = false;
    /** @var bool whether the shopper put something in, in this request */
    private static $added = false;
    /** @var array<string, mixed> */
    private static $said = [];
    /** @var bool|null */
    private static $ticked = null;
    /** @var string */
    private static $checkout = 'classic';

    public static function touch(): void
    {
        self::$touched = true;
        self::$added = self::$added || current_action() === 'woocommerce_add_to_cart';
    }

    /**
     * What the shopper said in this request.
     * @param array<string, mixed> $said
     */
    public static function hear(array $said, ?bool $ticked, string $checkout): void
    {
        self::$touched = true;
        self::$said = array_merge(self::$said, $said);
        self::$ticked = $ticked ?? self::$ticked;
        self::$checkout = $checkout;
    }

    public static function settle(): void
    {
        if (!self::$touched || !CartSession::isShopping() || !Connection::exists()) {
            return;
        }
        self::$touched = false;
        if (WC()->cart->is_empty()) {
            self::settleEmpty();
            return;
        }
        self::settleFull();
    }

    private static function settleEmpty(): void
    {
        $cart = CartSession::token() === null ? null : CartStore::find((string) CartSession::token());
        if ($cart === null || $cart->state === 'emptied') {
            return;
        }
        // WooCommerce empties the cart inside a successful order, too: that cart's story is over.
        // The token stays, so that the same cart is known again when it comes back.
        if ($cart->state === 'ordered') {
            CartSession::forgetTheWay();
            return;
        }
        $cart->state = 'emptied';
        $cart->content = CartSnapshot::content(WC()->cart);
        $cart->lines = [];
        $cart->fingerprint = '';
        CartTeller::keepAndTell($cart);
    }

    private static function settleFull(): void
    {
        $content = CartSnapshot::content(WC()->cart);
        $cart = CartSession::cart();
        if ($cart !== null && $cart->state === 'ordered') {
            if (self::isEcho($cart, $content)) {
                return;
            }
            CartSession::end();
            $cart = null;
        }
        $cart = $cart ?? CartSession::begin(Moment::nowMs());
        $cart->content = $content;
        $cart->lines = CartSnapshot::lines(WC()->cart);
        self::settlePerson($cart);
        $fingerprint = md5(Json::write([$content, $cart->contact, $cart->consent, $cart->userId]));
        if ($fingerprint !== $cart->fingerprint || $cart->state !== 'open') {
            $cart->fingerprint = $fingerprint;
            $cart->state = 'open';
            CartTeller::keepAndTell($cart);
        }
    }

    /**
     * Back from the payment page with the same cart, or a request beside the order that wrote the cart of
     * before into the account again: nothing new. Another cart, or the same one filled anew, is a new story.
     * @param array<string, mixed> $content
     */
    private static function isEcho(Cart $ordered, array $content): bool
    {
        return !self::$added
            && $ordered->content['items'] === Json::read(Json::write($content['items']))
            && Moment::nowMs() - $ordered->updatedMs < self::ECHO_MS;
    }

    private static function settlePerson(Cart $cart): void
    {
        if (is_user_logged_in()) {
            $cart->userId = get_current_user_id();
            $cart->contact += self::ofAccount();
        }
        $cart->contact = Contact::merge($cart->contact, self::$said);
        $decided = Consent::decide($cart->consent, self::$ticked, self::$checkout);
        $cart->consent = Consent::asTheMerchantSays($decided, $cart->contact);
    }

    /** @return array<string, string|null> what a logged-in shopper's account says */
    private static function ofAccount(): array
    {
        $customer = WC()->customer;
        return Contact::merge([], Contact::withoutEmpty([
            'email' => $customer->get_billing_email() ?: $customer->get_email(),
            'phone' => $customer->get_billing_phone(),
            'country' => $customer->get_billing_country(),
            'firstName' => $customer->get_billing_first_name(),
            'lastName' => $customer->get_billing_last_name(),
        ]));
    }
}
