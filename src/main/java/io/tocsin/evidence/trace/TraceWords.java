package io.tocsin.evidence.trace;

/** What is said in place of rows that are left out. */
public interface TraceWords {

    TraceWords ENGLISH = new TraceWords() {
        @Override
        public String frames(int count, String owners) {
            return "… " + count + (count == 1 ? " frame" : " frames") + (owners.isEmpty() ? "" : " of " + owners);
        }

        @Override
        public String rows(int count) {
            return "… " + count + (count == 1 ? " more row" : " more rows");
        }
    };

    /** @param owners whose they are; empty when that is not known */
    String frames(int count, String owners);

    String rows(int count);
}
