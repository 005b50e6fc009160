<?php

namespace Ripresa\Capture;

/** WooCommerce's cart as it is now, once for the app and once for rebuilding it. */
final class CartSnapshot
{
    private const OWN_KEYS = [
        'key', 'product_id', 'variation_id', 'variation', 'quantity', 'data', 'data_hash',
        'line_tax_data', 'line_subtotal', 'line_subtotal_tax', 'line_total', 'line_tax',
    ];
    private const MOST_LINES = 100;

    /** @return array<string, mixed> */
    public static function content(\WC_Cart $cart): array
    {
        return [
            'currency' => get_woocommerce_currency(),
            'total' => self::money((float) $cart->get_total('edit')),
            'items' => array_map([self::class, 'item'], self::items($cart)),
            'coupons' => array_values(array_map('strval', $cart->get_applied_coupons())),
            'locale' => determine_locale(),
        ];
    }

    /** @return array<int, array<string, mixed>> */
    public static function lines(\WC_Cart $cart): array
    {
        return array_map(static function (array $item): array {
            return [
                'key' => (string) $item['key'],
                'productId' => (int) $item['product_id'],
                'variationId' => (int) $item['variation_id'],
                'variation' => (array) $item['variation'],
                'quantity' => $item['quantity'],
                'title' => wp_strip_all_tags($item['data']->get_name()),
                'custom' => self::custom($item),
            ];
        }, self::items($cart));
    }

    /** @return array<int, array<string, mixed>> */
    private static function items(\WC_Cart $cart): array
    {
        return array_slice(array_values($cart->get_cart()), 0, self::MOST_LINES);
    }

    /**
     * @param array<string, mixed> $item
     * @return array<string, mixed>
     */
    private static function item(array $item): array
    {
        $product = $item['data'];
        $image = $product->get_image_id() ? wp_get_attachment_image_url($product->get_image_id(), 'woocommerce_single') : '';
        return [
            'key' => (string) $item['key'],
            'productId' => (string) $item['product_id'],
            'variationId' => $item['variation_id'] ? (string) $item['variation_id'] : null,
            'sku' => $product->get_sku() !== '' ? (string) $product->get_sku() : null,
            'title' => wp_strip_all_tags($product->get_title()),
            'variant' => self::variant((array) $item['variation']),
            'quantity' => $item['quantity'] + 0,
            'unitPrice' => self::shown($product, (string) $product->get_price()),
            'regularPrice' => self::shown($product, (string) $product->get_regular_price()),
            'imageUrl' => $image ?: null,
            'custom' => self::custom($item) !== [],
        ];
    }

    /**
     * What other plugins hung on the item: names engraved, dates booked. Objects cannot come back and are left out.
     * @param array<string, mixed> $item
     * @return array<string, mixed>
     */
    private static function custom(array $item): array
    {
        $custom = array_diff_key($item, array_flip(self::OWN_KEYS));
        return array_filter($custom, [self::class, 'isPlain']);
    }

    /** @param mixed $value */
    private static function isPlain($value): bool
    {
        if (!is_array($value)) {
            return is_scalar($value) || $value === null;
        }
        return count(array_filter($value, [self::class, 'isPlain'])) === count($value);
    }

    /** @param array<string, string> $variation */
    private static function variant(array $variation): ?string
    {
        $words = [];
        foreach ($variation as $attribute => $value) {
            $taxonomy = (string) preg_replace('/^attribute_/', '', (string) $attribute);
            $term = taxonomy_exists($taxonomy) ? get_term_by('slug', $value, $taxonomy) : false;
            $words[] = $term ? $term->name : rawurldecode((string) $value);
        }
        $words = array_filter($words, 'strlen');
        return $words === [] ? null : implode(', ', $words);
    }

    private static function shown(\WC_Product $product, string $price): string
    {
        $with = WC()->cart->display_prices_including_tax();
        $args = ['qty' => 1, 'price' => $price];
        $shown = $with ? wc_get_price_including_tax($product, $args) : wc_get_price_excluding_tax($product, $args);
        return self::money((float) $shown);
    }

    private static function money(float $amount): string
    {
        return (string) wc_format_decimal($amount, wc_get_price_decimals());
    }
}
