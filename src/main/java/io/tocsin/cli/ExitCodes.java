package io.tocsin.cli;

/** What the command line tells the shell. */
final class ExitCodes {

    static final int FINE = 0;
    /** The command worked and found something wrong. */
    static final int FOUND = 1;
    /** The command was used wrongly, or could not do its work. */
    static final int WRONG_USE = 2;

    private ExitCodes() {}
}
