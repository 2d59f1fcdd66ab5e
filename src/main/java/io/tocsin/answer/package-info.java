/** Acts on what people answer in the chats: who it was, whether they may, and what to tell them. */
@NullMarked
package io.tocsin.answer;

import org.jspecify.annotations.NullMarked;
