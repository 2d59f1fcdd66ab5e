package io.tocsin.backtest;

/** A backtest that cannot be begun; the message says why and what to do. */
public final class BacktestRejectedException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public BacktestRejectedException(String message) {
        super(message);
    }
}
