package io.tocsin;

import java.util.Map;

/** What all threads of this JVM do: printed when a server in it gives no answer, because nothing else tells why. */
public final class ThreadDump {

    private ThreadDump() {}

    public static void print(String occasion) {
        StringBuilder dump = new StringBuilder("Thread dump: ").append(occasion).append('\n');
        for (Map.Entry<Thread, StackTraceElement[]> entry :
                Thread.getAllStackTraces().entrySet()) {
            Thread thread = entry.getKey();
            dump.append('"')
                    .append(thread.getName())
                    .append("\" ")
                    .append(thread.getState())
                    .append('\n');
            for (StackTraceElement frame : entry.getValue()) {
                dump.append("    at ").append(frame).append('\n');
            }
        }
        System.err.println(dump);
    }
}
