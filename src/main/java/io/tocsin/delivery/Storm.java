package io.tocsin.delivery;

import io.tocsin.rule.ContactPointName;
import java.time.Instant;

/**
 * More messages than a contact point can take, told as one summary.
 *
 * @param part how often it was posted anew, from 1
 * @param messages how many messages it stands for
 * @param isUnsummed whether messages were folded that no summary tells of yet
 * @param version changes with every write
 */
public record Storm(
        ContactPointName contactPoint, Times times, int part, int messages, boolean isUnsummed, long version) {

    /**
     * When what happened last.
     *
     * @param summedUp when the summary was written
     * @param busy when more messages came than a calm contact point gets
     * @param posted when the summary was posted anew, not edited
     */
    public record Times(Instant began, Instant summedUp, Instant busy, Instant posted) {}

    /** One that begins now, with no message yet. */
    public static Storm beginning(ContactPointName contactPoint, Instant at) {
        return new Storm(contactPoint, new Times(at, at, at, at), 1, 0, false, 0);
    }

    /** With more messages, of which a later summary will tell. */
    public Storm folded(int count) {
        return new Storm(contactPoint, times, part, messages + count, true, version);
    }

    /** Its summary has been written. */
    public Storm summedUp(Instant at) {
        Times now = new Times(times.began, at, times.busy, times.posted);
        return new Storm(contactPoint, now, part, messages, false, version);
    }

    /** Many messages came at this time. */
    public Storm busy(Instant at) {
        Times now = new Times(times.began, times.summedUp, at, times.posted);
        return new Storm(contactPoint, now, part, messages, isUnsummed, version);
    }

    /** The next summary is a message of its own, so that people hear of it. */
    public Storm postedAnew(Instant at) {
        Times now = new Times(times.began, times.summedUp, times.busy, at);
        return new Storm(contactPoint, now, part + 1, messages, isUnsummed, version);
    }

    /** The state of all groups whose messages a storm has taken. */
    public record Totals(int groups, int firing, int resolved) {}
}
