package io.tocsin.delivery;

import io.tocsin.rule.ContactPointName;
import java.time.Instant;

/**
 * More messages than a contact point can take, told as one summary.
 *
 * @param summedUpAt when the summary was written last
 * @param busyAt when more messages came last than a calm contact point gets
 * @param postedAt when the summary was posted anew last, not edited
 * @param part how often it was posted anew, from 1
 * @param messages how many messages it stands for
 * @param isUnsummed whether messages were folded that no summary tells of yet
 * @param version changes with every write
 */
public record Storm(
        ContactPointName contactPoint,
        Instant beganAt,
        Instant summedUpAt,
        Instant busyAt,
        Instant postedAt,
        int part,
        int messages,
        boolean isUnsummed,
        long version) {

    /** One that begins now, with no message yet. */
    public static Storm beginning(ContactPointName contactPoint, Instant at) {
        return new Storm(contactPoint, at, at, at, at, 1, 0, false, 0);
    }

    /** With more messages, of which a later summary will tell. */
    public Storm folded(int count) {
        return new Storm(contactPoint, beganAt, summedUpAt, busyAt, postedAt, part, messages + count, true, version);
    }

    /** Its summary has been written. */
    public Storm summedUp(Instant at) {
        return new Storm(contactPoint, beganAt, at, busyAt, postedAt, part, messages, false, version);
    }

    /** Many messages came at this time. */
    public Storm busy(Instant at) {
        return new Storm(contactPoint, beganAt, summedUpAt, at, postedAt, part, messages, isUnsummed, version);
    }

    /** The next summary is a message of its own, so that people hear of it. */
    public Storm postedAnew(Instant at) {
        return new Storm(contactPoint, beganAt, summedUpAt, busyAt, at, part + 1, messages, isUnsummed, version);
    }

    /** The state of all groups whose messages a storm has taken. */
    public record Totals(int groups, int firing, int resolved) {}
}
