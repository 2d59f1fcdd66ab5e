package io.tocsin.api.loki;

import tools.jackson.core.JsonGenerator;

/** The body of an answer, written token by token. */
interface JsonBody {

    void writeTo(JsonGenerator json);
}
