import type { ErrorCode } from '../../errors/gateway-error.ts';

/** Maps AWS's error names to codes. The query, EC2 and JSON protocols have different names for one error. */
export const ERROR_NAMES: ReadonlyMap<string, ErrorCode> = new Map(
  (
    [
      [
        'UPSTREAM_THROTTLED',
        // AppStream's RequestLimitExceededException is a throttle; its LimitExceededException is a quota, which no retry passes (F-14).
        'Throttling ThrottlingException ThrottledException RequestThrottled RequestThrottledException SlowDown',
        'TooManyRequestsException RequestLimitExceeded RequestLimitExceededException PriorRequestNotComplete',
      ],
      [
        'UPSTREAM_ACCESS_DENIED',
        'AccessDenied AccessDeniedException UnauthorizedOperation NotAuthorized OptInRequired',
      ],
      [
        'UPSTREAM_CREDENTIALS',
        'ExpiredToken ExpiredTokenException UnrecognizedClientException InvalidClientTokenId InvalidAccessKeyId AuthFailure',
        'InvalidSignatureException SignatureDoesNotMatch IncompleteSignature IncompleteSignatureException RequestExpired',
        'MissingAuthenticationToken MissingAuthenticationTokenException CredentialsProviderError TokenProviderError',
        'InvalidIdentityToken InvalidIdentityTokenException IDPRejectedClaim IDPRejectedClaimException',
      ],
      [
        'UPSTREAM_TIMEOUT',
        'AbortError TimeoutError RequestTimeout RequestTimeoutException ETIMEDOUT ESOCKETTIMEDOUT ERR_SOCKET_CONNECTION_TIMEOUT',
      ],
      [
        'UPSTREAM_UNAVAILABLE',
        'InternalServerError InternalServerErrorException InternalFailure InternalServiceException ServiceUnavailable',
        'ServiceUnavailableException ECONNREFUSED ECONNRESET ECONNABORTED EPIPE ENOTFOUND EAI_AGAIN EAI_FAIL EAI_NODATA',
        'EHOSTUNREACH ENETUNREACH EHOSTDOWN ENETDOWN ENOTCONN EADDRNOTAVAIL EMFILE ENFILE ERR_STREAM_PREMATURE_CLOSE',
      ],
      ['NOT_FOUND', 'ResourceNotFoundException DoesNotExistException InvalidInstanceId'],
      [
        'CURSOR_EXPIRED',
        'InvalidNextToken InvalidNextTokenException InvalidPaginationTokenException ExpiredNextTokenException', // F-15
      ],
    ] as const
  ).flatMap(([code, ...names]) => names.flatMap((line) => line.split(' ').map((name) => [name, code] as const))),
);
