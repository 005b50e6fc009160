<?php

namespace Ripresa;

/** What of a request is signed, as it arrived. */
final class SignedRequest
{
    /** @var string */
    public $method;
    /** @var string */
    public $path;
    /** @var string */
    public $body;
    /** @var string */
    public $site;
    /** @var string */
    public $timestamp;
    /** @var string */
    public $signature;

    public static function from(\WP_REST_Request $request): self
    {
        $signed = new self();
        $signed->method = $request->get_method();
        // The bytes of the address as it was asked for: WordPress unslashes nothing here, and adds slashes to $_SERVER.
        $signed->path = isset($_SERVER['REQUEST_URI']) ? wp_unslash((string) $_SERVER['REQUEST_URI']) : '';
        $signed->body = (string) $request->get_body();
        $signed->site = (string) $request->get_header('x_ripresa_site');
        $signed->timestamp = (string) $request->get_header('x_ripresa_timestamp');
        $signed->signature = (string) $request->get_header('x_ripresa_signature');
        return $signed;
    }
}
