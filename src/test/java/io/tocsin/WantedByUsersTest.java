package io.tocsin;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;

/**
 * What users of other engines and chats ask for, row by row, and the tests that show it here. A row fails when a test
 * that it names is gone; the behaviour itself is tested where it is named.
 */
class WantedByUsersTest {

    private static final String ENGINES = """
            1 Log lines in the message | dispatch.evidence.LogEvidenceTest#asksForTheLinesOfTheAlertInExactlyTheRulesWindow
            2 Lines are payload, never part of identity | evidence.EvidenceComposerTest#showsNoMoreThanTheLimitButCountsAll
            3 The backlog must belong to the alert's group | evidence.EvidenceQueriesTest#derivesTheLines, dispatch.evidence.LogEvidenceTest#saysWhyThereAreNoLines
            4 Only a number; link to the logs with time range | dispatch.evidence.LogEvidenceTest#linksToTheSameQueryAndWindow
            5 count_over_time returns nothing instead of 0 | evaluation.state.RuleEvaluationTest#resolvesWhenTheAnswerIsEmpty, evaluation.state.RuleEvaluationTest#countsKnownSeriesAsZeroWhenTheAnswerIsEmptyAndTheRuleSaysZero
            6 NoData and DatasourceError noise | evaluation.OutageContract#tellsOnceThatADataSourceIsUnreachableAndOnceThatItIsBack, evaluation.OutageContract#saysNothingOfAShortOutage
            7 A host or stream stopped logging | evaluation.GroupEvaluationContract#remembersSeriesForZero
            8 absent_over_time and others flap | evaluation.state.InstanceStateMachineTest#recoversFirstWithKeepFiringFor
            9 Late and out-of-order logs | evaluation.GroupEvaluationContract#asksAtTheSlotMinusTheQueryOffset
            10 Window edges lose or double events | datasource.QuerierContract#leavesTheStartOfTheWindowOutAndTakesItsEndIn
            11 keep_firing_for missing in Loki | evaluation.state.InstanceStateMachineTest#resolvesWhenRecoveringForTheWholeOfKeepFiringFor
            13 Backtest | api.OwnApiIT#tellsWhatARuleTextWouldHaveDone
            14 Firing goes back to pending after restart | evaluation.GroupEvaluationContract#goesOnAfterARestartAsIfNothingHadHappened, crash.CrashIT#losesAndDoublesNothingWhenKilled
            15 keep-firing state lost at restart | alert.store.AlertStoreContract#readsAnInstanceAsItWasSaved
            16 Bogus resolved, then firing again | evaluation.GroupEvaluationContract#changesNothingWhileTheDataSourceFails
            17 Storm limits that silence everything | evaluation.state.RuleEvaluationTest#foldsTheSurplusIntoOneInstanceThatSaysHowMany, dispatch.StormIT#becomesOneMessageWhenItIsOneGroupOnH2
            18 One alert per stream or pod by accident | rule.lint.RuleLinterTest#hasACaseForEachCode
            19 Duplicates in HA | dispatch.DispatchContract#twoReplicasNeverBothNotify
            20 Slack 429 loses or delays | delivery.worker.DeliveryContract#honoursRetryAfterForTheWholeLane
            21 Too-long messages rejected for ever | contactpoint.render.RenderingProperties#everyRandomGroupIsAcceptedAndNothingUntrustedPingsLinksOrFormats, delivery.worker.DeliveryContract#degradesRefusedContentOnceAndThenGivesUp
            22 Resolve should update or thread the first message | delivery.worker.DeliveryContract#turnsADiscordMessageGreenInPlaceAndPostsANewOneWhenItIsGone, delivery.worker.DeliveryContract#editsABotsMessageAndRepliesInItsThread
            23 Slow resolved and second alerts | dispatch.DispatchContract#tellsTheEndWithReasonAndPresentValueWithoutWaitingForGroupInterval
            24 A bad or stray file stops everything | rule.file.RuleFileLoaderTest#keepsTheLastGoodVersionOfABrokenFile, rule.file.RuleFileLoaderTest#skipsHiddenAndBackupFiles
            25 What was sent, when, why not? | dispatch.DispatchContract#keepsTheReasonOfEveryNotification, web.AnswerPagesIT#saysWhyAnAlertWasNotTold
            """;

    private static final String NOBODY_HAS = """
            1 Evidence derived from the rule itself | evidence.EvidenceQueriesTest#hasExactlyTheWindowOfTheRange
            2 Pattern digest of the evidence | evidence.EvidenceComposerTest#foldsEqualShapes
            4 Catch-up with the full state machine | evaluation.OutageContract#reachesTheSameEventsLateAsLive, dispatch.DispatchContract#sendsOneSummaryPerRuleGroupForWhatACatchUpFound
            5 Honest unknown, the present value at the end | evaluation.GroupEvaluationContract#asksForThePresentValueWhenTheComparisonHidesIt
            6 Backtest to the message level | backtest.NotificationSimulationTest#reasonsAreThoseOfTheDecisionThatDispatchUses
            7 What queries cost is counted | datasource.observe.ObservedQuerierTest#countsAnswersAndWhatTheyCost
            10 Storm folding instead of limits | evaluation.state.RuleEvaluationTest#keepsAFiringInstanceWhenOthersAreWorse
            12 Live incident message with its lines | delivery.worker.DeliveryContract#keepsTheLogLinesWhenTheMessageTurnsGreen
            13 Why did I (not) get this? | web.AnswerPagesIT#saysWhyAnAlertWasTold
            14 Digest after a silence | dispatch.SilencingContract#tellsAtTheEndWhatItHid
            """;

    private static final String CHAT = """
            1 Retry 429 from a durable queue | delivery.worker.KilledDeliveryIT#everyGroupEndsInItsFinalStateAlthoughTheProcessIsKilled
            2 Discord in version 10, waiting for the message | delivery.worker.DeliveryContract#deliversToEveryKindOfContactPoint
            3 Budget of text per message, whole alerts | contactpoint.render.RenderingProperties#everyRandomGroupIsAcceptedAndNothingUntrustedPingsLinksOrFormats
            4 One escaper per channel | contactpoint.slack.SlackRenderingPropertyTest#theHostileLinePingsLinksAndBreaksNothing
            5 Mentions only from the contact point | contactpoint.discord.DiscordRenderingPropertyTest#allowsExactlyTheMentionsOfTheContactPoint
            6 Classes of errors, dead endpoints parked | contactpoint.NotifierContract#classifiesEveryAnswerAndTellsNoSecret, delivery.worker.DeliveryContract#parksADeadContactPointAndUsesItsFallback
            7 A template error never loses an alert | contactpoint.GoldenMessagesTest#looksAsItDid
            8 Sent records and silences are durable at once | dispatch.DispatchContract#neitherLosesNorDoublesWhenTheProcessDiesWhileItNotifies, dispatch.SilencingContract#isStoredAtOnceAndCountsWhatItSuppresses
            9 New message, edit, edit and reply | delivery.worker.DeliveryContract#postsANewMessageWhenSlackRefusesTheEdit, delivery.worker.DeliveryContract#newAlertsOfAGroupAreANewMessageEvenInEditMode
            10 Resolved although silenced meanwhile | dispatch.DispatchContract#tellsTheEndOfAnAlertThatWasSilencedAfterItWasTold
            11 The matched log lines | dispatch.DispatchContract#saysEverythingAboutAnAlert
            12 Delivery history with re-send | web.DeliveriesPageIT#showsAttemptsAndRetriesRedirectsAndDropsWhatWasRejected
            5.5.1 Dry run of a silence against the past | dispatch.SilencingContract#previewsWhatItWouldMuteNowAndWouldHaveMuted
            5.5.2 Why was I (not) notified? | web.AnswerPagesIT#saysWhyAnAlertWasNotTold
            5.5.3 Retry now, move to another contact point | delivery.worker.DeliveryContract#letsAPersonRetryRedirectAndDrop
            5.5.4 Size meter and preview | web.ContactPointsPageIT#showsStateAndPreviewTestsAndUnparksAProvisionedOne
            5.5.5 The message says who silenced or acknowledged | delivery.worker.DeliveryContract#writesASilenceIntoTheMessageThatPeopleHave
            5.5.6 A silence that ends with its alert, and a reminder | dispatch.SilencingContract#anAcknowledgementMutesRepeatsOfOneEpisodeAndEndsWithIt, dispatch.SilencingContract#remindsBeforeTheEndOfASilenceUnderWhichAlertsFire
            5.5.7 History of a silence's edits | dispatch.SilencingContract#keepsTheIdOfAnEditThatChangesNothingInHindsight
            5.5.8 Storm mode with one live-edited summary | delivery.worker.DeliveryContract#editsTheSummaryAsAStormGoesOnWhereThatIsPossible
            """;

    @TestFactory
    Stream<DynamicTest> mostWantedOfOtherEngines() {
        return rows(ENGINES);
    }

    @TestFactory
    Stream<DynamicTest> whatNoOtherEngineHas() {
        return rows(NOBODY_HAS);
    }

    @TestFactory
    Stream<DynamicTest> wantedInChats() {
        return rows(CHAT);
    }

    private static Stream<DynamicTest> rows(String table) {
        return table.lines()
                .map(row -> row.split(" \\| "))
                .map(row -> DynamicTest.dynamicTest(row[0], () -> {
                    List<String> tests = List.of(row[1].split(", "));
                    assertThat(tests).isNotEmpty().allSatisfy(WantedByUsersTest::assertExists);
                }));
    }

    private static void assertExists(String test) throws ClassNotFoundException {
        String[] place = test.split("#");
        Class<?> testClass = Class.forName("io.tocsin." + place[0], false, WantedByUsersTest.class.getClassLoader());
        assertThat(Arrays.stream(testClass.getDeclaredMethods())
                        .filter(WantedByUsersTest::isTest)
                        .map(Method::getName))
                .as(test)
                .contains(place[1]);
    }

    private static boolean isTest(Method method) {
        return method.isAnnotationPresent(Test.class) || method.isAnnotationPresent(ParameterizedTest.class);
    }
}
