package io.tocsin.backtest;

/** There is no room for one more backtest now. */
public final class TooManyBacktestsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TooManyBacktestsException(String message) {
        super(message);
    }
}
