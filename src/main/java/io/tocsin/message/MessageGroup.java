package io.tocsin.message;

import io.tocsin.label.Labels;
import io.tocsin.rule.ContactPointName;

/**
 * Which notification group a message speaks for, and to whom.
 *
 * @param key identifies the group; messages of one group to one receiver stay in order
 * @param labels the labels the group was made by
 * @param commonLabels what all alerts of the group have in common
 * @param isLate found while catching up missed slots
 */
public record MessageGroup(String key, ContactPointName receiver, Labels labels, Labels commonLabels, boolean isLate) {}
