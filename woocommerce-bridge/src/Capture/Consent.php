<?php

namespace Ripresa\Capture;

use Ripresa\Moment;
use Ripresa\Settings;

/** What a shopper agreed to, with the proof of it. */
final class Consent
{
    /**
     * @param array<string, mixed>|null $known
     * @param bool|null $ticked null when the form did not ask
     * @return array<string, mixed>|null null as long as nothing was decided: an empty box decides nothing
     */
    public static function decide(?array $known, ?bool $ticked, string $checkout): ?array
    {
        $given = $known !== null && !empty($known['given']);
        if ($ticked === null || $ticked === $given) {
            return $known;
        }
        return self::proof($ticked, Settings::consentText(), $checkout);
    }

    /**
     * The merchant's own consent plugin has the last word.
     * @param array<string, mixed>|null $known
     * @param array<string, string|null> $contact
     * @return array<string, mixed>|null
     */
    public static function asTheMerchantSays(?array $known, array $contact): ?array
    {
        /**
         * @param array|bool|null $consent what is known; true, false or {given, text} to decide, null for "not asked"
         */
        $said = apply_filters('ripresa_consent', $known, $contact);
        if ($said === $known) {
            return $known;
        }
        if ($said === null) {
            return null;
        }
        $given = is_array($said) ? !empty($said['given']) : (bool) $said;
        $text = is_array($said) ? sanitize_text_field((string) ($said['text'] ?? '')) : '';
        // The same word again keeps its first proof.
        if ($known !== null && !empty($known['given']) === $given && $text === $known['text']) {
            return $known;
        }
        return self::proof($given, $text, 'filter');
    }

    /** @return array<string, mixed> */
    private static function proof(bool $given, string $text, string $checkout): array
    {
        return [
            'given' => $given,
            'text' => $text,
            'at' => Moment::iso(Moment::nowMs()),
            'page' => self::page(),
            'ipHash' => hash_hmac('sha256', \WC_Geolocation::get_ip_address(), wp_salt('nonce')),
            'checkout' => $checkout,
        ];
    }

    private static function page(): string
    {
        $from = wp_get_raw_referer();
        $page = $from ? wp_validate_redirect($from, '') : '';
        $page = $page !== '' ? $page : (string) wc_get_checkout_url();
        return (string) strtok($page, '?#');
    }
}
