<?php

namespace Ripresa\Orders;

/** How an order that was paid by a payment link names its way of payment, in the language of the page. */
final class PaidByLink
{
    private const PROVIDERS = ['ripresa_stripe' => 'Stripe', 'ripresa_paypal' => 'PayPal'];

    /**
     * WooCommerce names an order's way of payment on its screen by the gateway alone. Anywhere else there
     * is none: it would be listed in the settings, and nobody can choose it in a checkout.
     *
     * @param mixed $gateways
     * @return mixed
     */
    public static function nameOnOrders($gateways)
    {
        if (!self::isOrderScreen() || !is_array($gateways)) {
            return $gateways;
        }
        foreach (array_keys(self::PROVIDERS) as $method) {
            $gateways[] = self::gateway($method);
        }
        return $gateways;
    }

    /**
     * @param mixed $title
     * @param mixed $order
     * @return mixed
     */
    public static function title($title, $order)
    {
        $method = $order instanceof \WC_Order ? $order->get_payment_method() : '';
        return isset(self::PROVIDERS[$method]) ? self::name($method) : $title;
    }

    private static function name(string $method): string
    {
        /* translators: %s: a payment provider, as Stripe */
        return sprintf(__('%s (payment link)', 'ripresa'), self::PROVIDERS[$method]);
    }

    /** Of order tables, and of orders that are posts. */
    private static function isOrderScreen(): bool
    {
        // phpcs:ignore WordPress.Security.NonceVerification
        $page = isset($_GET['page']) ? sanitize_key(wp_unslash((string) $_GET['page'])) : '';
        return is_admin() && ($page === 'wc-orders' || ($GLOBALS['pagenow'] ?? '') === 'post.php');
    }

    private static function gateway(string $method): \WC_Payment_Gateway
    {
        // Without a name of its own it is compiled where WooCommerce is there.
        return new class ($method, self::name($method)) extends \WC_Payment_Gateway
        {
            public function __construct(string $id, string $title)
            {
                $this->id = $id;
                $this->title = $title;
                $this->method_title = $title;
                $this->enabled = 'no';
            }
        };
    }
}
