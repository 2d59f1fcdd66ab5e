package io.tocsin;

import com.microsoft.playwright.TimeoutError;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestExecutionExceptionHandler;

/** Prints all threads when a browser waited in vain: the server that it waited for is in this JVM. */
public final class ThreadDumpOnTimeout implements TestExecutionExceptionHandler {

    @Override
    public void handleTestExecutionException(ExtensionContext context, Throwable failure) throws Throwable {
        if (failure instanceof TimeoutError) {
            ThreadDump.print(context.getDisplayName());
        }
        throw failure;
    }
}
