package io.tocsin.standin;

/** Prints what a stand-in accepted and refused, until the process is stopped. */
final class StandInConsole {

    private StandInConsole() {}

    static void print(StandIn standIn) throws InterruptedException {
        int accepted = 0;
        int refused = 0;
        while (!Thread.currentThread().isInterrupted()) {
            for (; accepted < standIn.accepted().size(); accepted++) {
                System.out.println(
                        "ACCEPTED " + standIn.accepted().get(accepted).body());
            }
            for (; refused < standIn.refused().size(); refused++) {
                System.out.println("REFUSED " + standIn.refused().get(refused));
            }
            Thread.sleep(200);
        }
    }
}
