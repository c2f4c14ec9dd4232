#include "CWebAssets.h"

// `#embed` is C23, which a compiler may still call by an older name.
#pragma clang diagnostic ignored "-Wc23-extensions"

#define HTML "text/html; charset=utf-8"
#define CSS "text/css; charset=utf-8"
#define SCRIPT "text/javascript; charset=utf-8"
#define SVG "image/svg+xml"
#define JSON "application/json"

static const unsigned char index_html[] = {
#embed "web/index.html"
};
static const unsigned char openapi_json[] = {
#embed "web/openapi.json"
};
static const unsigned char style_css[] = {
#embed "web/style.css"
};
static const unsigned char shop_css[] = {
#embed "web/shop.css"
};
static const unsigned char engine_css[] = {
#embed "web/engine.css"
};
static const unsigned char martlet_svg[] = {
#embed "web/martlet.svg"
};
static const unsigned char app_js[] = {
#embed "web/app.js"
};
static const unsigned char api_js[] = {
#embed "web/api.js"
};
static const unsigned char change_js[] = {
#embed "web/change.js"
};
static const unsigned char counter_js[] = {
#embed "web/counter.js"
};
static const unsigned char dom_js[] = {
#embed "web/dom.js"
};
static const unsigned char header_js[] = {
#embed "web/header.js"
};
static const unsigned char i18n_js[] = {
#embed "web/i18n.js"
};
static const unsigned char item_js[] = {
#embed "web/item.js"
};
static const unsigned char names_js[] = {
#embed "web/names.js"
};
static const unsigned char person_js[] = {
#embed "web/person.js"
};
static const unsigned char reactions_js[] = {
#embed "web/reactions.js"
};
static const unsigned char results_js[] = {
#embed "web/results.js"
};
static const unsigned char row_js[] = {
#embed "web/row.js"
};
static const unsigned char search_js[] = {
#embed "web/search.js"
};
static const unsigned char tile_js[] = {
#embed "web/tile.js"
};

#define ASSET(path, type, bytes) {path, type, bytes, sizeof(bytes)}

static const struct martlet_asset assets[] = {
    ASSET("/", HTML, index_html),
    ASSET("/openapi.json", JSON, openapi_json),
    ASSET("/assets/style.css", CSS, style_css),
    ASSET("/assets/shop.css", CSS, shop_css),
    ASSET("/assets/engine.css", CSS, engine_css),
    ASSET("/assets/martlet.svg", SVG, martlet_svg),
    ASSET("/assets/app.js", SCRIPT, app_js),
    ASSET("/assets/api.js", SCRIPT, api_js),
    ASSET("/assets/change.js", SCRIPT, change_js),
    ASSET("/assets/counter.js", SCRIPT, counter_js),
    ASSET("/assets/dom.js", SCRIPT, dom_js),
    ASSET("/assets/header.js", SCRIPT, header_js),
    ASSET("/assets/i18n.js", SCRIPT, i18n_js),
    ASSET("/assets/item.js", SCRIPT, item_js),
    ASSET("/assets/names.js", SCRIPT, names_js),
    ASSET("/assets/person.js", SCRIPT, person_js),
    ASSET("/assets/reactions.js", SCRIPT, reactions_js),
    ASSET("/assets/results.js", SCRIPT, results_js),
    ASSET("/assets/row.js", SCRIPT, row_js),
    ASSET("/assets/search.js", SCRIPT, search_js),
    ASSET("/assets/tile.js", SCRIPT, tile_js),
};

const size_t martlet_assets_count = sizeof(assets) / sizeof(assets[0]);

const struct martlet_asset *martlet_asset_at(size_t index) { return &assets[index]; }
