/** The library comes without types; these are those of its parts that we use. */
declare module '@paypal/checkout-server-sdk' {
  interface PayPalRequest {
    path: string;
    verb: string;
    body: unknown;
    headers: Record<string, string>;
  }

  interface PayPalResponse {
    readonly statusCode: number;
    readonly result?: unknown;
  }

  interface PayPalEncoder {
    serializeRequest(request: PayPalRequest): string | Buffer;
    deserializeResponse(body: string, headers: Record<string, string>): unknown;
  }

  const sdk: {
    core: {
      PayPalEnvironment: new (
        clientId: string,
        clientSecret: string,
        baseUrl: string,
        webUrl: string,
      ) => object;
      PayPalHttpClient: new (environment: object) => {
        execute(request: PayPalRequest): Promise<PayPalResponse>;
        encoder: PayPalEncoder;
        /** Of the whole process by client id alone, unless it is replaced. */
        _cache: object;
      };
    };
    orders: {
      OrdersCreateRequest: new () => PayPalRequest;
      OrdersGetRequest: new (orderId: string) => PayPalRequest;
      OrdersCaptureRequest: new (orderId: string) => PayPalRequest;
    };
  };
  export default sdk;
}

declare module '@paypal/checkout-server-sdk/lib/core/token_cache.js' {
  export const TokenCache: new () => object;
}
