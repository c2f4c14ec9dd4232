#include "CWebAssets.h"

// `#embed` is C23, which a compiler may still call by an older name.
#pragma clang diagnostic ignored "-Wc23-extensions"

#define HTML "text/html; charset=utf-8"
#define CSS "text/css; charset=utf-8"
#define SCRIPT "text/javascript; charset=utf-8"
#define FONT "font/woff2"
#define SVG "image/svg+xml"
#define JSON "application/json"

static const unsigned char console_html[] = {
#embed "web/console.html"
};
static const unsigned char shop_html[] = {
#embed "web/shop.html"
};
static const unsigned char openapi_json[] = {
#embed "web/openapi.json"
};
static const unsigned char martlet_svg[] = {
#embed "web/martlet.svg"
};
static const unsigned char picture_css[] = {
#embed "web/picture.css"
};
static const unsigned char style_css[] = {
#embed "web/style.css"
};
static const unsigned char api_js[] = {
#embed "web/api.js"
};
static const unsigned char dom_js[] = {
#embed "web/dom.js"
};
static const unsigned char door_js[] = {
#embed "web/door.js"
};
static const unsigned char i18n_js[] = {
#embed "web/i18n.js"
};
static const unsigned char kept_js[] = {
#embed "web/kept.js"
};
static const unsigned char names_js[] = {
#embed "web/names.js"
};
static const unsigned char picture_js[] = {
#embed "web/picture.js"
};
static const unsigned char shapes_js[] = {
#embed "web/shapes.js"
};
static const unsigned char charts_charts_css[] = {
#embed "web/charts/charts.css"
};
static const unsigned char charts_bars_js[] = {
#embed "web/charts/bars.js"
};
static const unsigned char charts_calibration_js[] = {
#embed "web/charts/calibration.js"
};
static const unsigned char charts_figure_js[] = {
#embed "web/charts/figure.js"
};
static const unsigned char charts_graph_js[] = {
#embed "web/charts/graph.js"
};
static const unsigned char charts_heat_js[] = {
#embed "web/charts/heat.js"
};
static const unsigned char charts_line_js[] = {
#embed "web/charts/line.js"
};
static const unsigned char charts_scale_js[] = {
#embed "web/charts/scale.js"
};
static const unsigned char charts_spark_js[] = {
#embed "web/charts/spark.js"
};
static const unsigned char charts_whisker_js[] = {
#embed "web/charts/whisker.js"
};
static const unsigned char console_console_css[] = {
#embed "web/console/console.css"
};
static const unsigned char console_business_js[] = {
#embed "web/console/business.js"
};
static const unsigned char console_catalogue_js[] = {
#embed "web/console/catalogue.js"
};
static const unsigned char console_console_js[] = {
#embed "web/console/console.js"
};
static const unsigned char console_events_js[] = {
#embed "web/console/events.js"
};
static const unsigned char console_exposition_js[] = {
#embed "web/console/exposition.js"
};
static const unsigned char console_health_js[] = {
#embed "web/console/health.js"
};
static const unsigned char console_item_js[] = {
#embed "web/console/item.js"
};
static const unsigned char console_knowledge_js[] = {
#embed "web/console/knowledge.js"
};
static const unsigned char console_live_js[] = {
#embed "web/console/live.js"
};
static const unsigned char console_look_js[] = {
#embed "web/console/look.js"
};
static const unsigned char console_models_js[] = {
#embed "web/console/models.js"
};
static const unsigned char console_overview_js[] = {
#embed "web/console/overview.js"
};
static const unsigned char console_parts_js[] = {
#embed "web/console/parts.js"
};
static const unsigned char console_places_js[] = {
#embed "web/console/places.js"
};
static const unsigned char console_policy_js[] = {
#embed "web/console/policy.js"
};
static const unsigned char console_quarantine_js[] = {
#embed "web/console/quarantine.js"
};
static const unsigned char console_queries_js[] = {
#embed "web/console/queries.js"
};
static const unsigned char console_replay_js[] = {
#embed "web/console/replay.js"
};
static const unsigned char console_request_js[] = {
#embed "web/console/request.js"
};
static const unsigned char console_rule_js[] = {
#embed "web/console/rule.js"
};
static const unsigned char console_rules_js[] = {
#embed "web/console/rules.js"
};
static const unsigned char console_trouble_js[] = {
#embed "web/console/trouble.js"
};
static const unsigned char console_words_js[] = {
#embed "web/console/words.js"
};
static const unsigned char console_workbench_js[] = {
#embed "web/console/workbench.js"
};
static const unsigned char fonts_manrope_woff2[] = {
#embed "web/fonts/manrope.woff2"
};
static const unsigned char shop_engine_css[] = {
#embed "web/shop/engine.css"
};
static const unsigned char shop_shop_css[] = {
#embed "web/shop/shop.css"
};
static const unsigned char shop_asks_js[] = {
#embed "web/shop/asks.js"
};
static const unsigned char shop_change_js[] = {
#embed "web/shop/change.js"
};
static const unsigned char shop_counter_js[] = {
#embed "web/shop/counter.js"
};
static const unsigned char shop_header_js[] = {
#embed "web/shop/header.js"
};
static const unsigned char shop_item_js[] = {
#embed "web/shop/item.js"
};
static const unsigned char shop_mix_js[] = {
#embed "web/shop/mix.js"
};
static const unsigned char shop_person_js[] = {
#embed "web/shop/person.js"
};
static const unsigned char shop_personas_js[] = {
#embed "web/shop/personas.js"
};
static const unsigned char shop_reactions_js[] = {
#embed "web/shop/reactions.js"
};
static const unsigned char shop_results_js[] = {
#embed "web/shop/results.js"
};
static const unsigned char shop_row_js[] = {
#embed "web/shop/row.js"
};
static const unsigned char shop_search_js[] = {
#embed "web/shop/search.js"
};
static const unsigned char shop_shop_js[] = {
#embed "web/shop/shop.js"
};
static const unsigned char shop_tile_js[] = {
#embed "web/shop/tile.js"
};
static const unsigned char shop_why_js[] = {
#embed "web/shop/why.js"
};
static const unsigned char shop_words_js[] = {
#embed "web/shop/words.js"
};

#define ASSET(path, type, bytes) {path, type, bytes, sizeof(bytes)}

static const struct martlet_asset assets[] = {
    ASSET("/", HTML, console_html),
    ASSET("/shop", HTML, shop_html),
    ASSET("/openapi.json", JSON, openapi_json),
    ASSET("/assets/martlet.svg", SVG, martlet_svg),
    ASSET("/assets/picture.css", CSS, picture_css),
    ASSET("/assets/style.css", CSS, style_css),
    ASSET("/assets/api.js", SCRIPT, api_js),
    ASSET("/assets/dom.js", SCRIPT, dom_js),
    ASSET("/assets/door.js", SCRIPT, door_js),
    ASSET("/assets/i18n.js", SCRIPT, i18n_js),
    ASSET("/assets/kept.js", SCRIPT, kept_js),
    ASSET("/assets/names.js", SCRIPT, names_js),
    ASSET("/assets/picture.js", SCRIPT, picture_js),
    ASSET("/assets/shapes.js", SCRIPT, shapes_js),
    ASSET("/assets/charts/charts.css", CSS, charts_charts_css),
    ASSET("/assets/charts/bars.js", SCRIPT, charts_bars_js),
    ASSET("/assets/charts/calibration.js", SCRIPT, charts_calibration_js),
    ASSET("/assets/charts/figure.js", SCRIPT, charts_figure_js),
    ASSET("/assets/charts/graph.js", SCRIPT, charts_graph_js),
    ASSET("/assets/charts/heat.js", SCRIPT, charts_heat_js),
    ASSET("/assets/charts/line.js", SCRIPT, charts_line_js),
    ASSET("/assets/charts/scale.js", SCRIPT, charts_scale_js),
    ASSET("/assets/charts/spark.js", SCRIPT, charts_spark_js),
    ASSET("/assets/charts/whisker.js", SCRIPT, charts_whisker_js),
    ASSET("/assets/console/console.css", CSS, console_console_css),
    ASSET("/assets/console/business.js", SCRIPT, console_business_js),
    ASSET("/assets/console/catalogue.js", SCRIPT, console_catalogue_js),
    ASSET("/assets/console/console.js", SCRIPT, console_console_js),
    ASSET("/assets/console/events.js", SCRIPT, console_events_js),
    ASSET("/assets/console/exposition.js", SCRIPT, console_exposition_js),
    ASSET("/assets/console/health.js", SCRIPT, console_health_js),
    ASSET("/assets/console/item.js", SCRIPT, console_item_js),
    ASSET("/assets/console/knowledge.js", SCRIPT, console_knowledge_js),
    ASSET("/assets/console/live.js", SCRIPT, console_live_js),
    ASSET("/assets/console/look.js", SCRIPT, console_look_js),
    ASSET("/assets/console/models.js", SCRIPT, console_models_js),
    ASSET("/assets/console/overview.js", SCRIPT, console_overview_js),
    ASSET("/assets/console/parts.js", SCRIPT, console_parts_js),
    ASSET("/assets/console/places.js", SCRIPT, console_places_js),
    ASSET("/assets/console/policy.js", SCRIPT, console_policy_js),
    ASSET("/assets/console/quarantine.js", SCRIPT, console_quarantine_js),
    ASSET("/assets/console/queries.js", SCRIPT, console_queries_js),
    ASSET("/assets/console/replay.js", SCRIPT, console_replay_js),
    ASSET("/assets/console/request.js", SCRIPT, console_request_js),
    ASSET("/assets/console/rule.js", SCRIPT, console_rule_js),
    ASSET("/assets/console/rules.js", SCRIPT, console_rules_js),
    ASSET("/assets/console/trouble.js", SCRIPT, console_trouble_js),
    ASSET("/assets/console/words.js", SCRIPT, console_words_js),
    ASSET("/assets/console/workbench.js", SCRIPT, console_workbench_js),
    ASSET("/assets/fonts/manrope.woff2", FONT, fonts_manrope_woff2),
    ASSET("/assets/shop/engine.css", CSS, shop_engine_css),
    ASSET("/assets/shop/shop.css", CSS, shop_shop_css),
    ASSET("/assets/shop/asks.js", SCRIPT, shop_asks_js),
    ASSET("/assets/shop/change.js", SCRIPT, shop_change_js),
    ASSET("/assets/shop/counter.js", SCRIPT, shop_counter_js),
    ASSET("/assets/shop/header.js", SCRIPT, shop_header_js),
    ASSET("/assets/shop/item.js", SCRIPT, shop_item_js),
    ASSET("/assets/shop/mix.js", SCRIPT, shop_mix_js),
    ASSET("/assets/shop/person.js", SCRIPT, shop_person_js),
    ASSET("/assets/shop/personas.js", SCRIPT, shop_personas_js),
    ASSET("/assets/shop/reactions.js", SCRIPT, shop_reactions_js),
    ASSET("/assets/shop/results.js", SCRIPT, shop_results_js),
    ASSET("/assets/shop/row.js", SCRIPT, shop_row_js),
    ASSET("/assets/shop/search.js", SCRIPT, shop_search_js),
    ASSET("/assets/shop/shop.js", SCRIPT, shop_shop_js),
    ASSET("/assets/shop/tile.js", SCRIPT, shop_tile_js),
    ASSET("/assets/shop/why.js", SCRIPT, shop_why_js),
    ASSET("/assets/shop/words.js", SCRIPT, shop_words_js),
};

const size_t martlet_assets_count = sizeof(assets) / sizeof(assets[0]);

const struct martlet_asset *martlet_asset_at(size_t index) { return &assets[index]; }
