package io.tocsin.web.status;

import io.tocsin.web.PageModel;
import java.util.Locale;
import org.springframework.stereotype.Controller;
import org.springframework.ui.Model;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;

/** The banner that says what is not watched: a part of every page, and by itself for pages that are open. */
@Controller
class WatchingPage {

    @GetMapping("/watching")
    String banner() {
        return "fragments/watching :: banner";
    }

    /** Gives every page what its banner shows. */
    @ControllerAdvice(basePackageClasses = PageModel.class)
    static class BannerModel {

        private final WatchedThings things;

        BannerModel(WatchedThings things) {
            this.things = things;
        }

        @ModelAttribute
        void add(Locale locale, Model model) {
            WatchedThings.Banner banner = things.banner(locale);
            if (banner != null) {
                model.addAttribute("watching", banner);
            }
        }
    }
}
