package io.tocsin.contactpoint;

import java.util.Set;

/** Who wants to be mentioned by nobody now. */
@FunctionalInterface
public interface MentionWishes {

    /** By their ids in the chats. Blocks. */
    Set<String> unmentioned();
}
