package io.tocsin.database.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.dfa.DFA;
import org.hibernate.grammars.hql.HqlLexer;
import org.hibernate.grammars.hql.HqlParser;
import org.junit.jupiter.api.Test;

class ForgottenGrammarTest {

    @Test
    void parsesAsBeforeWithoutWhatItHadLearned() {
        HqlParser parser = parser();
        String read = parser.statement().toStringTree(parser);
        DFA[] learned = parser.getInterpreter().decisionToDFA.clone();

        new JpaConfiguration().forgetGrammar();

        // Others may parse meanwhile, so that it learns again; but it began anew.
        assertThat(parser.getInterpreter().decisionToDFA).doesNotContain(learned);
        HqlParser later = parser();
        assertThat(later.statement().toStringTree(later)).isEqualTo(read).contains("UserEntity");
    }

    private static HqlParser parser() {
        String query = "select u from UserEntity u where u.name = :name and u.role in ('admin') order by u.name";
        return new HqlParser(new CommonTokenStream(new HqlLexer(CharStreams.fromString(query))));
    }
}
