#include "CWebAssets.h"

// `#embed` is C23, which a compiler may still call by an older name.
#pragma clang diagnostic ignored "-Wc23-extensions"

#define HTML "text/html; charset=utf-8"
#define CSS "text/css; charset=utf-8"
#define SCRIPT "text/javascript; charset=utf-8"
#define FONT "font/woff2"
#define SVG "image/svg+xml"
#define JSON "application/json"

static const unsigned char shop_html[] = {
#embed "web/shop.html"
};
static const unsigned char openapi_json[] = {
#embed "web/openapi.json"
};
static const unsigned char martlet_svg[] = {
#embed "web/martlet.svg"
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
static const unsigned char shop_names_js[] = {
#embed "web/shop/names.js"
};
static const unsigned char shop_person_js[] = {
#embed "web/shop/person.js"
};
static const unsigned char shop_personas_js[] = {
#embed "web/shop/personas.js"
};
static const unsigned char shop_picture_js[] = {
#embed "web/shop/picture.js"
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
static const unsigned char shop_shapes_js[] = {
#embed "web/shop/shapes.js"
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
    ASSET("/", HTML, shop_html),
    ASSET("/shop", HTML, shop_html),
    ASSET("/openapi.json", JSON, openapi_json),
    ASSET("/assets/martlet.svg", SVG, martlet_svg),
    ASSET("/assets/style.css", CSS, style_css),
    ASSET("/assets/api.js", SCRIPT, api_js),
    ASSET("/assets/dom.js", SCRIPT, dom_js),
    ASSET("/assets/door.js", SCRIPT, door_js),
    ASSET("/assets/i18n.js", SCRIPT, i18n_js),
    ASSET("/assets/kept.js", SCRIPT, kept_js),
    ASSET("/assets/fonts/manrope.woff2", FONT, fonts_manrope_woff2),
    ASSET("/assets/shop/engine.css", CSS, shop_engine_css),
    ASSET("/assets/shop/shop.css", CSS, shop_shop_css),
    ASSET("/assets/shop/asks.js", SCRIPT, shop_asks_js),
    ASSET("/assets/shop/change.js", SCRIPT, shop_change_js),
    ASSET("/assets/shop/counter.js", SCRIPT, shop_counter_js),
    ASSET("/assets/shop/header.js", SCRIPT, shop_header_js),
    ASSET("/assets/shop/item.js", SCRIPT, shop_item_js),
    ASSET("/assets/shop/mix.js", SCRIPT, shop_mix_js),
    ASSET("/assets/shop/names.js", SCRIPT, shop_names_js),
    ASSET("/assets/shop/person.js", SCRIPT, shop_person_js),
    ASSET("/assets/shop/personas.js", SCRIPT, shop_personas_js),
    ASSET("/assets/shop/picture.js", SCRIPT, shop_picture_js),
    ASSET("/assets/shop/reactions.js", SCRIPT, shop_reactions_js),
    ASSET("/assets/shop/results.js", SCRIPT, shop_results_js),
    ASSET("/assets/shop/row.js", SCRIPT, shop_row_js),
    ASSET("/assets/shop/search.js", SCRIPT, shop_search_js),
    ASSET("/assets/shop/shapes.js", SCRIPT, shop_shapes_js),
    ASSET("/assets/shop/shop.js", SCRIPT, shop_shop_js),
    ASSET("/assets/shop/tile.js", SCRIPT, shop_tile_js),
    ASSET("/assets/shop/why.js", SCRIPT, shop_why_js),
    ASSET("/assets/shop/words.js", SCRIPT, shop_words_js),
};

const size_t martlet_assets_count = sizeof(assets) / sizeof(assets[0]);

const struct martlet_asset *martlet_asset_at(size_t index) { return &assets[index]; }
