<?php

namespace Ripresa\Capture;

/** What WooCommerce itself tells the server while a shopper fills the checkout in. Only listens. */
final class CheckoutListener
{
    private const LONGEST = 20000;
    private const ADDRESS = [
        'email' => 'email',
        'phone' => 'phone',
        'country' => 'country',
        'first_name' => 'firstName',
        'last_name' => 'lastName',
    ];

    /** @param mixed $posted the classic checkout's whole form, as one string */
    public static function orderReview($posted): void
    {
        if (!is_string($posted) || strlen($posted) > self::LONGEST) {
            return;
        }
        wp_parse_str($posted, $form);
        CartWatch::hear(self::ofForm($form), ConsentField::ticked($form), 'classic');
    }

    /**
     * @param mixed $customer
     * @param \WP_REST_Request $request
     */
    public static function storeApi($customer, $request): void
    {
        $said = self::ofAddress($request['shipping_address']);
        unset($said['email']);
        $said = array_merge($said, self::ofAddress($request['billing_address']));
        CartWatch::hear($said, ConsentField::tickedInBlocks($request), 'blocks');
    }

    /**
     * Since WooCommerce 10.9 the block checkout has no order before the button is pressed.
     * @param \WP_REST_Request $request what changed in the form
     */
    public static function blocksDraft($request): void
    {
        self::storeApi(null, $request);
    }

    /**
     * @param array<string, mixed> $form
     * @return array<string, mixed>
     */
    public static function ofForm(array $form): array
    {
        $said = [];
        foreach (self::ADDRESS as $field => $name) {
            $said[$name] = $form["billing_$field"] ?? '';
        }
        return Contact::withoutEmpty($said);
    }

    /**
     * @param mixed $address
     * @return array<string, mixed>
     */
    private static function ofAddress($address): array
    {
        $said = [];
        foreach (is_array($address) ? self::ADDRESS : [] as $field => $name) {
            $said[$name] = $address[$field] ?? '';
        }
        return Contact::withoutEmpty($said);
    }
}
