package io.tocsin.web.access;

import io.tocsin.web.PageModel;
import org.springframework.security.core.Authentication;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Tells every page what its reader may do. */
@ControllerAdvice(basePackageClasses = PageModel.class)
class PagePermissions {

    @ModelAttribute("may")
    Mono<Permissions> permissions(ServerWebExchange exchange) {
        return exchange.getPrincipal()
                .ofType(Authentication.class)
                .map(Permissions::of)
                .defaultIfEmpty(Permissions.NONE);
    }
}
