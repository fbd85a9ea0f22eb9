package dev.tranche.runtime.ec2.standin;

import java.util.Map;

/** An answer of AWS that is an error. */
final class ApiError extends RuntimeException {
    private static final long serialVersionUID = 1L;

    final transient Map<String, Object> more;
    final String code;
    final int status;

    ApiError(int status, String code, String message) {
        this(status, code, message, Map.of());
    }

    /** @param more further members of the error, as the model has them */
    ApiError(int status, String code, String message, Map<String, Object> more) {
        super(message);
        this.status = status;
        this.code = code;
        this.more = more;
    }

    static ApiError client(String message) {
        return new ApiError(400, "ClientException", message);
    }

    static ApiError invalid(String message) {
        return new ApiError(400, "InvalidParameterException", message);
    }

    static ApiError throttled() {
        return new ApiError(400, "ThrottlingException", "Rate exceeded");
    }

    static ApiError server() {
        return new ApiError(500, "ServerException", "Service Unavailable. Please try again later.");
    }
}
