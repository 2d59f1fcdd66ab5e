package io.tocsin.contactpoint;

/** What happens to the message of a group when there is news; new alerts always make a new message. */
public enum UpdateMode {
    NEW,
    EDIT,
    /** Edits the message and adds a short reply, so that people are notified. */
    EDIT_AND_REPLY
}
