<?php

namespace Ripresa;

/** The one script, on the cart's and the checkout's page only. */
final class Storefront
{
    public static function enqueue(): void
    {
        if (!Connection::exists() || !(is_cart() || is_checkout()) || is_order_received_page()) {
            return;
        }
        wp_enqueue_script(
            'ripresa-capture',
            plugins_url('assets/capture.js', RIPRESA_FILE),
            [],
            RIPRESA_VERSION,
            ['strategy' => 'defer', 'in_footer' => true]
        );
        // The address is the same for everybody: a cached page stays right.
        $address = Json::write(add_query_arg('wc-ajax', 'ripresa_capture', home_url('/', 'relative')));
        wp_add_inline_script('ripresa-capture', "window.ripresaCapture=$address;", 'before');
    }
}
