<?php

namespace Ripresa\Restore;

/** Puts remembered lines into the shopper's cart: at today's prices, beside what is there already. */
final class CartRebuilder
{
    /**
     * @param array<int, array<string, mixed>> $lines
     * @return string[] a sentence for each line that did not come back whole
     */
    public static function rebuild(array $lines): array
    {
        $missing = [];
        foreach ($lines as $line) {
            $missing[] = self::restore($line);
        }
        WC()->cart->calculate_totals();
        return array_values(array_filter($missing));
    }

    /** @param array<string, mixed> $line */
    private static function restore(array $line): ?string
    {
        $wanted = $line['quantity'];
        $held = WC()->cart->get_cart_item((string) $line['key']);
        if ($held) {
            // Who still has it (or comes a second time) must not get it twice.
            return $held['quantity'] >= $wanted ? null : self::raise($line, $wanted);
        }
        $product = wc_get_product($line['variationId'] ?: $line['productId']);
        if (!$product || !$product->is_purchasable() || !$product->is_in_stock()) {
            return self::gone($line);
        }
        $possible = self::possible($product, $wanted);
        if ($possible <= 0 || !self::add($line, $possible)) {
            return self::gone($line);
        }
        return $possible < $wanted ? self::fewer($line, $possible) : null;
    }

    /**
     * @param array<string, mixed> $line
     * @param int|float $wanted
     */
    private static function raise(array $line, $wanted): ?string
    {
        $product = wc_get_product($line['variationId'] ?: $line['productId']);
        $possible = $product ? self::possible($product, $wanted) : 0;
        if ($possible > WC()->cart->get_cart_item((string) $line['key'])['quantity']) {
            WC()->cart->set_quantity((string) $line['key'], $possible);
        }
        return $possible < $wanted ? self::fewer($line, $possible) : null;
    }

    /**
     * @param int|float $wanted
     * @return int|float
     */
    private static function possible(\WC_Product $product, $wanted)
    {
        if ($product->has_enough_stock($wanted)) {
            return $wanted;
        }
        return max(0, min($wanted, (int) $product->get_stock_quantity()));
    }

    /**
     * WooCommerce's own complaints are taken back: one sentence a line is enough, and it is ours.
     * @param array<string, mixed> $line
     * @param int|float $quantity
     */
    private static function add(array $line, $quantity): bool
    {
        $notices = wc_get_notices();
        try {
            $key = WC()->cart->add_to_cart(
                (int) $line['productId'],
                $quantity,
                (int) $line['variationId'],
                (array) $line['variation'],
                (array) $line['custom']
            );
        } catch (\Exception $e) {
            $key = false;
        }
        wc_set_notices($notices);
        return (bool) $key;
    }

    /** @param array<string, mixed> $line */
    private static function gone(array $line): string
    {
        /* translators: %s: name of a product */
        return sprintf(__('“%s” is no longer available and was not put back into your cart.', 'ripresa'), esc_html((string) $line['title']));
    }

    /**
     * @param array<string, mixed> $line
     * @param int|float $left
     */
    private static function fewer(array $line, $left): string
    {
        /* translators: 1: name of a product 2: how many are left */
        $sentence = __('Of “%1$s” only %2$s are left; your cart was filled with these.', 'ripresa');
        return sprintf($sentence, esc_html((string) $line['title']), number_format_i18n($left));
    }
}
