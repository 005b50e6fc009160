<?php

namespace Ripresa\Capture;

use Ripresa\Connection;
use Ripresa\Settings;

/** The box that a shopper may tick, in both checkouts; never ticked by us. */
final class ConsentField
{
    public const NAME = 'ripresa_consent';
    public const BLOCK_FIELD = 'ripresa/whatsapp-consent';
    /** Under this WooCommerce keeps what was answered in the block checkout's box. */
    private const KEPT = '_wc_other/' . self::BLOCK_FIELD;

    public static function isShown(): bool
    {
        /** @param bool $shown false where the merchant's own consent plugin asks */
        return (bool) apply_filters('ripresa_show_consent', Settings::asksConsent() && Connection::exists());
    }

    public static function render(): void
    {
        if (!self::isShown()) {
            return;
        }
        printf(
            '<p class="form-row form-row-wide" id="ripresa_consent_field">'
                . '<label class="woocommerce-form__label woocommerce-form__label-for-checkbox checkbox">'
                . '<input type="checkbox" class="woocommerce-form__input-checkbox input-checkbox" '
                . 'id="%1$s" name="%1$s" value="yes" /> <span>%2$s</span></label>'
                . '<input type="hidden" name="%1$s_asked" value="yes" /></p>',
            esc_attr(self::NAME),
            esc_html(Settings::consentText())
        );
    }

    /** The block checkout draws its own boxes; those of the order are asked anew each time. */
    public static function register(): void
    {
        if (!function_exists('woocommerce_register_additional_checkout_field') || !self::isShown()) {
            return;
        }
        woocommerce_register_additional_checkout_field([
            'id' => self::BLOCK_FIELD,
            'label' => Settings::consentText(),
            // Otherwise WooCommerce adds "(optional)" to the words that the proof repeats.
            'optionalLabel' => Settings::consentText(),
            'location' => 'order',
            'type' => 'checkbox',
            'required' => false,
        ]);
    }

    /**
     * From a shopper's session WooCommerce 10.9 would tick the box of every later cart.
     * @param mixed $keys of what it keeps there
     * @return mixed
     */
    public static function leaveOutOfSession($keys)
    {
        return is_array($keys) ? array_values(array_diff($keys, [self::KEPT])) : $keys;
    }

    /**
     * Who opens the checkout again finds the box as it was left, in this cart and no other.
     * @param mixed $value null where WooCommerce kept none
     * @param mixed $of a customer or an order
     * @return mixed
     */
    public static function asInThisCart($value, string $group = '', $of = null)
    {
        $isPlaced = $of instanceof \WC_Order && $of->get_status() !== 'checkout-draft';
        $cart = $isPlaced || !CartSession::isShopping() ? null : CartSession::cart();
        $consent = $cart !== null && $cart->state === 'open' ? $cart->consent : null;
        return !empty($consent['given']) && $consent['checkout'] === 'blocks' ? '1' : $value;
    }

    /**
     * A box that is empty decides nothing: whoever ticked it before finds it empty again on the next page.
     * @param array<string, mixed> $form
     * @return bool|null false only where a tick was taken back on this page, as the script marks it
     */
    public static function ticked(array $form): ?bool
    {
        $asked = $form[self::NAME . '_asked'] ?? '';
        if ($asked !== '' && ($form[self::NAME] ?? '') === 'yes') {
            return true;
        }
        return $asked === 'taken_back' ? false : null;
    }

    /** @param \WP_REST_Request $request */
    public static function tickedInBlocks($request): ?bool
    {
        $fields = $request['additional_fields'];
        return is_array($fields) && array_key_exists(self::BLOCK_FIELD, $fields)
            ? filter_var($fields[self::BLOCK_FIELD], FILTER_VALIDATE_BOOLEAN)
            : null;
    }
}
