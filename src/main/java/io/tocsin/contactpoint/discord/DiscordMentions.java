package io.tocsin.contactpoint.discord;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Mentions from a contact point's settings, and the explicit permission for exactly these. */
record DiscordMentions(String content, Map<String, Object> allowed) {

    /** Nobody is mentioned; nothing in the message can ping. */
    static final DiscordMentions NONE = of(List.of());

    static DiscordMentions of(List<String> names) {
        List<String> mentions = new ArrayList<>();
        List<String> parse = new ArrayList<>();
        List<String> roles = new ArrayList<>();
        List<String> users = new ArrayList<>();
        for (String name : names) {
            if (name.equals("everyone") || name.equals("here")) {
                mentions.add("@" + name);
                parse = new ArrayList<>(List.of("everyone"));
            } else if (name.matches("role:\\d{1,20}")) {
                roles.add(name.substring("role:".length()));
                mentions.add("<@&" + name.substring("role:".length()) + ">");
            } else if (name.matches("user:\\d{1,20}")) {
                users.add(name.substring("user:".length()));
                mentions.add("<@" + name.substring("user:".length()) + ">");
            }
        }
        Map<String, Object> allowed = new LinkedHashMap<>();
        allowed.put("parse", parse);
        allowed.put("roles", roles);
        allowed.put("users", users);
        return new DiscordMentions(String.join(" ", mentions), allowed);
    }
}
