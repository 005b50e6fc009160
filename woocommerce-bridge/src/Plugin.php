<?php

namespace Ripresa;

use Ripresa\Admin\AdminRoutes;
use Ripresa\Admin\Screens;
use Ripresa\Attribution\Click;
use Ripresa\Capture\AccountConsent;
use Ripresa\Capture\CaptureEndpoint;
use Ripresa\Capture\CartSession;
use Ripresa\Capture\CartWatch;
use Ripresa\Capture\CheckoutListener;
use Ripresa\Capture\ConsentField;
use Ripresa\Catalogue\ProductListener;
use Ripresa\Connect\ConnectFlow;
use Ripresa\Connect\LocalApp;
use Ripresa\Connect\SettingsPage;
use Ripresa\Orders\BoughtByLink;
use Ripresa\Orders\OrderListener;
use Ripresa\Orders\OrderMeta;
use Ripresa\Orders\PaidByLink;
use Ripresa\Outbox\Delivery;
use Ripresa\Outbox\Outbox;
use Ripresa\Outbox\Schedule;
use Ripresa\Privacy\PersonalData;
use Ripresa\Privacy\Retention;
use Ripresa\Rest\Routes;
use Ripresa\Rest\StoreReader;
use Ripresa\Restore\RestoreLink;
use Ripresa\Webhooks\CoreWebhooks;

/** Every hook that the plugin listens to, on one page. Nothing inside speaks by hooks. */
final class Plugin
{
    public static function register(): void
    {
        add_action('before_woocommerce_init', [Lifecycle::class, 'declareFeatures']);
        add_action('init', [Lifecycle::class, 'loadTranslations'], 1);
        add_action('woocommerce_init', [self::class, 'registerShop']);
        add_filter('wpmu_drop_tables', [Schema::class, 'dropWithBlog']);
        self::callLocalApp();
    }

    /** Also for uninstalling, when nothing else is registered. */
    public static function callLocalApp(): void
    {
        add_filter('http_request_host_is_external', [LocalApp::class, 'allowHost'], 10, 2);
        add_filter('http_allowed_safe_ports', [LocalApp::class, 'allowPort'], 10, 2);
    }

    /** Without WooCommerce the plugin is silent. */
    public static function registerShop(): void
    {
        Schema::ensure();
        self::capture();
        self::orders();
        self::catalogue();
        self::delivery();
        self::admin();
        ConsentField::register();
    }

    private static function capture(): void
    {
        add_action('wp_enqueue_scripts', [Storefront::class, 'enqueue']);
        add_action('wc_ajax_ripresa_capture', [CaptureEndpoint::class, 'answer']);
        $changes = [
            'woocommerce_add_to_cart', 'woocommerce_after_cart_item_quantity_update', 'woocommerce_cart_item_removed',
            'woocommerce_cart_item_restored', 'woocommerce_applied_coupon', 'woocommerce_removed_coupon',
            'woocommerce_cart_emptied', 'woocommerce_cart_updated',
        ];
        foreach ($changes as $change) {
            add_action($change, [CartWatch::class, 'touch'], 100, 0);
        }
        add_action('woocommerce_checkout_update_order_review', [CheckoutListener::class, 'orderReview']);
        add_action('woocommerce_store_api_cart_update_customer_from_request', [CheckoutListener::class, 'storeApi'], 10, 2);
        add_action('woocommerce_store_api_checkout_update_draft', [CheckoutListener::class, 'blocksDraft']);
        add_action('woocommerce_after_checkout_billing_form', [ConsentField::class, 'render'], 10, 0);
        // After WooCommerce, which puts every field of the block checkout in.
        add_filter('woocommerce_customer_allowed_session_meta_keys', [ConsentField::class, 'leaveOutOfSession'], 20);
        add_filter('woocommerce_get_default_value_for_' . ConsentField::BLOCK_FIELD, [ConsentField::class, 'asInThisCart'], 10, 3);
        add_action('woocommerce_edit_account_form', [AccountConsent::class, 'render']);
        add_action('woocommerce_save_account_details', [AccountConsent::class, 'save']);
        add_action('wp_login', [CartSession::class, 'remember'], 5, 2);
        add_action('wp_loaded', [Click::class, 'remember'], 25);
        add_action('wp_loaded', [RestoreLink::class, 'handle'], 30);
        // WooCommerce saves its session at 20: the cart's token has to be in it by then.
        add_action('shutdown', [CartWatch::class, 'settle'], 5);
    }

    private static function orders(): void
    {
        add_action('woocommerce_checkout_create_order', [OrderMeta::class, 'classic'], 10, 2);
        add_action('woocommerce_checkout_order_processed', [OrderMeta::class, 'placedClassic'], 10, 3);
        add_action('woocommerce_store_api_checkout_update_order_from_request', [OrderMeta::class, 'blocksRequest'], 10, 2);
        add_action('woocommerce_store_api_checkout_order_processed', [OrderMeta::class, 'placedBlocks']);
        foreach (['woocommerce_new_order', 'woocommerce_update_order', 'woocommerce_trash_order', 'woocommerce_untrash_order'] as $change) {
            add_action($change, [OrderListener::class, 'changed'], 10, 1);
        }
        // Before WooCommerce takes its items away.
        add_action('woocommerce_before_delete_order', [OrderListener::class, 'deleting'], 1, 1);
        add_action('before_delete_post', [OrderListener::class, 'deletingPost'], 1, 1);
        add_action('trashed_post', [OrderListener::class, 'postMoved'], 10, 1);
        add_action('untrashed_post', [OrderListener::class, 'postMoved'], 10, 1);
        add_action('woocommerce_order_status_changed', [OrderListener::class, 'statusChanged'], 10, 3);
        add_action('woocommerce_order_refunded', [OrderListener::class, 'refunded'], 10, 1);
        add_action('woocommerce_refund_deleted', [OrderListener::class, 'refundDeleted'], 10, 2);
        add_action('woocommerce_payment_complete', [BoughtByLink::class, 'paid'], 10, 1);
        add_action('woocommerce_cart_loaded_from_session', [BoughtByLink::class, 'takeOut'], 20, 0);
        add_filter('woocommerce_payment_gateways', [PaidByLink::class, 'nameOnOrders']);
        add_filter('woocommerce_order_get_payment_method_title', [PaidByLink::class, 'title'], 10, 2);
    }

    private static function catalogue(): void
    {
        add_action('woocommerce_new_product', [ProductListener::class, 'changed'], 10, 1);
        add_action('woocommerce_update_product', [ProductListener::class, 'changed'], 10, 1);
        add_action('woocommerce_new_product_variation', [ProductListener::class, 'variationChanged'], 10, 1);
        add_action('woocommerce_update_product_variation', [ProductListener::class, 'variationChanged'], 10, 1);
        add_action('woocommerce_product_set_stock', [ProductListener::class, 'stockChanged']);
        add_action('woocommerce_variation_set_stock', [ProductListener::class, 'stockChanged']);
        add_action('trashed_post', [ProductListener::class, 'removed']);
        add_action('before_delete_post', [ProductListener::class, 'removed']);
        add_action('untrashed_post', [ProductListener::class, 'returned']);
    }

    private static function delivery(): void
    {
        // After everything else, WooCommerce's session included.
        add_action('shutdown', [Outbox::class, 'flush'], 100);
        foreach ([Schedule::DELIVER, Schedule::RETRY, Schedule::SWEEP] as $hook) {
            add_action($hook, [Delivery::class, 'runAll']);
        }
        add_action(Schedule::SWEEP, [CoreWebhooks::class, 'keep']);
        add_action(Schedule::DAILY, [Retention::class, 'daily']);
        add_filter('woocommerce_rest_check_permissions', [StoreReader::class, 'allow'], 10, 2);
        add_action('rest_api_init', [Routes::class, 'register']);
    }

    private static function admin(): void
    {
        add_action('admin_menu', [SettingsPage::class, 'addToMenu'], 60);
        add_action('admin_enqueue_scripts', [Screens::class, 'enqueue']);
        add_action('rest_api_init', [AdminRoutes::class, 'register']);
        add_action('admin_init', [ConnectFlow::class, 'finish']);
        add_action('admin_init', [Lifecycle::class, 'keepGoing']);
        add_action('admin_init', [PersonalData::class, 'suggestPolicy']);
        add_action('admin_post_ripresa_connect', [ConnectFlow::class, 'start']);
        add_action('admin_post_ripresa_disconnect', [ConnectFlow::class, 'disconnect']);
        add_action('admin_post_ripresa_settings', [SettingsPage::class, 'save']);
        add_filter('wp_privacy_personal_data_exporters', [PersonalData::class, 'addExporter']);
        // Before WooCommerce's own, which takes the address off the orders by which they are found.
        add_filter('wp_privacy_personal_data_erasers', [PersonalData::class, 'addEraser'], 1);
    }
}
