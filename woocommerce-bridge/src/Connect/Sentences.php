<?php

namespace Ripresa\Connect;

/** Each word of the protocol as a sentence that says what to do. */
final class Sentences
{
    public static function of(string $word): string
    {
        $all = self::connecting() + self::running();
        /* translators: %s: an error's word */
        $other = sprintf(__('Something unforeseen happened (%s). Please try again; if it stays, write to us with this word.', 'ripresa'), $word);
        return $all[$word] ?? $other;
    }

    public static function isGood(string $word): bool
    {
        return in_array($word, ['connected', 'disconnected', 'saved'], true);
    }

    /** @return array<string, string> */
    private static function connecting(): array
    {
        return [
            'connected' => __('Your store is connected.', 'ripresa'),
            'disconnected' => __('Your store is disconnected. Nothing is sent any more.', 'ripresa'),
            'saved' => __('Saved.', 'ripresa'),
            'agree' => __('Please agree to the notice first: without it nothing leaves your store.', 'ripresa'),
            'state' => __('This attempt to connect is not the latest one, or took more than 15 minutes. Please press Connect again.', 'ripresa'),
            'app_address' => __('The address of Ripresa is not complete. It starts with https://.', 'ripresa'),
            'app_unreachable' => __('Your server does not reach Ripresa. Ask your host whether outgoing connections are blocked, then try again.', 'ripresa'),
            'answer' => __('Ripresa gave an answer that this plugin does not understand. Check the address, and update the plugin.', 'ripresa'),
            'code_expired' => __('The code from Ripresa was valid for 10 minutes and has expired. Please press Connect again.', 'ripresa'),
            'code_used' => __('The code from Ripresa was used already. Please press Connect again.', 'ripresa'),
            'site_unreachable' => __('Ripresa does not reach your store from outside. Check a maintenance page, a password on the site or a firewall that blocks the REST API.', 'ripresa'),
            'site_mismatch' => __('The store that answered is not the one that wanted to connect. Check that the addresses in Settings → General are the ones your visitors see.', 'ripresa'),
            'loopback' => __('Your store has an address that only this computer knows (such as localhost). Connect the store that is on the internet.', 'ripresa'),
            'not_https' => __('Your store or Ripresa is not reached over https. Install a certificate and change the addresses in Settings → General to https://.', 'ripresa'),
        ];
    }

    /** @return array<string, string> */
    private static function running(): array
    {
        return [
            'clock' => __('The clock of your server is wrong by more than five minutes. Ask your host to set it; nothing is lost, what waits is sent afterwards.', 'ripresa'),
            'signature' => __('Ripresa does not accept the signature of this store. Disconnect and connect again.', 'ripresa'),
            'unknown_site' => __('Ripresa does not know this store any more, so it is disconnected. Connect again to go on.', 'ripresa'),
            'not_connected' => __('Your store is not connected with Ripresa. Connect it in the settings.', 'ripresa'),
            'unknown_sequence' => __('This sequence does not exist any more. Load the page again.', 'ripresa'),
            'too_large' => __('An event was larger than 1 MB and was not sent.', 'ripresa'),
        ];
    }
}
