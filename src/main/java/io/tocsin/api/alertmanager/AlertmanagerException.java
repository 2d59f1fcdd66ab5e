package io.tocsin.api.alertmanager;

import org.springframework.http.HttpStatus;

/** A request that Alertmanager would refuse, with its words. */
final class AlertmanagerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final HttpStatus status;
    private final int code;

    private AlertmanagerException(HttpStatus status, int code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    /** The answer's body is the message as a JSON text. */
    static AlertmanagerException of(HttpStatus status, String message) {
        return new AlertmanagerException(status, 0, message);
    }

    /** The request does not have the form that the description of the API asks for; the body has code and message. */
    static AlertmanagerException invalid(String message) {
        return new AlertmanagerException(HttpStatus.UNPROCESSABLE_CONTENT, 602, message);
    }

    HttpStatus status() {
        return status;
    }

    /** 0: the body is only the message. */
    int code() {
        return code;
    }
}
