package dev.tranche.runtime.ec2;

import java.util.Set;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;

/** What a call that failed proves. */
enum Trouble {
    /** Calls come too fast: nothing was done, and the same call may be made later. */
    THROTTLED,
    /** We may not do this, or AWS does not know us: nothing was done, and it is no fault of the request. */
    DENIED,
    /** AWS does not take the request: nothing was done. */
    REFUSED,
    /** Nobody answered, or AWS could not: it may have been done. */
    UNCERTAIN;

    private static final int SERVER_ERROR = 500;

    /** AWS's codes for a caller it does not know or does not allow. */
    private static final Set<String> DENIALS = Set.of(
            "AccessDeniedException",
            "AccessDenied",
            "UnauthorizedOperation",
            "AuthFailure",
            "UnrecognizedClientException",
            "InvalidClientTokenId",
            "InvalidSignatureException",
            "SignatureDoesNotMatch",
            "IncompleteSignature",
            "MissingAuthenticationToken",
            "ExpiredToken",
            "ExpiredTokenException",
            "OptInRequired",
            "BlockedException");

    static Trouble of(SdkException failure) {
        if (failure instanceof AwsServiceException answer) {
            return of(answer);
        }
        return wasNeverSent(failure) ? DENIED : UNCERTAIN;
    }

    private static Trouble of(AwsServiceException answer) {
        if (answer.isThrottlingException()) {
            return THROTTLED;
        }
        if (DENIALS.contains(code(answer))) {
            return DENIED;
        }
        return answer.statusCode() >= SERVER_ERROR ? UNCERTAIN : REFUSED;
    }

    /** Without credentials or a region the SDK makes no request. */
    private static boolean wasNeverSent(SdkException failure) {
        String message = String.valueOf(failure.getMessage());
        return failure instanceof SdkClientException
                && (message.contains("Unable to load credentials") || message.contains("Unable to load region"));
    }

    /** AWS's code of an answer, for example {@code ClusterNotFoundException}; empty if it has none. */
    static String code(SdkException failure) {
        return failure instanceof AwsServiceException answer && answer.awsErrorDetails() != null
                ? String.valueOf(answer.awsErrorDetails().errorCode())
                : "";
    }

    /** AWS's answer in its own words; what the SDK says if AWS did not answer. */
    static String text(SdkException failure) {
        if (failure instanceof AwsServiceException answer && answer.awsErrorDetails() != null) {
            return code(answer) + ": " + answer.awsErrorDetails().errorMessage();
        }
        Throwable root = failure;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        String message = String.valueOf(failure.getMessage());
        return root == failure || message.contains(String.valueOf(root.getMessage()))
                ? message
                : message + " (" + root + ")";
    }
}
