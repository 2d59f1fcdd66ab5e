package io.tocsin.web.contactpoints;

import io.tocsin.text.PercentEncoding;
import java.security.Principal;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import reactor.core.publisher.Mono;

/** The buttons of one contact point: test, un-park, disable and enable, delete and bring back. */
@Controller
class ContactPointActions {

    private final ContactPointDetail detail;
    private final ContactPointOperations operations;

    ContactPointActions(ContactPointDetail detail, ContactPointOperations operations) {
        this.detail = detail;
        this.operations = operations;
    }

    /** Sends the firing and the resolved sample and shows the answers. */
    @PostMapping("/contact-points/{name}/test")
    Mono<String> test(@PathVariable("name") String address, Principal person, Model model) {
        String name = ContactPointAddress.name(address);
        return operations.test(name, person.getName()).map(result -> {
            detail.fill(name, model);
            model.addAttribute("test", TestReport.of(result));
            model.addAttribute("done", "");
            return "contact-point";
        });
    }

    @PostMapping("/contact-points/{name}/unpark")
    String unpark(@PathVariable("name") String address, Principal person) {
        operations.unpark(ContactPointAddress.name(address), person.getName());
        return back(address, "unparked");
    }

    @PostMapping("/contact-points/{name}/disable")
    String disable(@PathVariable("name") String address, Principal person) {
        operations.disable(ContactPointAddress.name(address), person.getName());
        return back(address, "disabled");
    }

    @PostMapping("/contact-points/{name}/enable")
    String enable(@PathVariable("name") String address, Principal person) {
        operations.unpark(ContactPointAddress.name(address), person.getName());
        return back(address, "enabled");
    }

    @PostMapping("/contact-points/{name}/restore")
    String restore(@PathVariable("name") String address, Principal person) {
        operations.restore(ContactPointAddress.name(address), person.getName());
        return back(address, "restored");
    }

    @PostMapping("/contact-points/{name}/delete")
    String delete(@PathVariable("name") String address, Principal person) {
        operations.delete(ContactPointAddress.name(address), person.getName());
        return "redirect:/contact-points?done=deleted";
    }

    private static String back(String address, String done) {
        return "redirect:/contact-points/" + PercentEncoding.part(address) + "?done=" + done;
    }
}
