package io.tocsin.web.contactpoints;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.springframework.stereotype.Component;

/**
 * The last part of the address of a contact point's page: its name, or the name in other letters when servers and proxies
 * would read a part of it as something else.
 */
@Component
public class ContactPointAddress {

    private static final String MARK = "~";
    private static final String SPECIAL = "/\\;%?#";

    public String of(String name) {
        boolean isPlain = !name.startsWith(MARK)
                && !name.equals(".")
                && !name.equals("..")
                && name.chars().noneMatch(c -> SPECIAL.indexOf(c) >= 0 || c < ' ');
        return isPlain
                ? name
                : MARK + Base64.getUrlEncoder().withoutPadding().encodeToString(name.getBytes(StandardCharsets.UTF_8));
    }

    /** The name that an address stands for; the address itself when it stands for none. */
    public static String name(String address) {
        if (!address.startsWith(MARK)) {
            return address;
        }
        try {
            return new String(Base64.getUrlDecoder().decode(address.substring(1)), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return address;
        }
    }
}
