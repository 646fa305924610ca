"""Liferay 6 and 7, and the ``com_soft`` portlets on it; addresses of articles contain ``/-/``."""

from scraper.cms.model import END, Cms, Path

LIFERAY = Cms(
    "liferay",
    rank=30,
    articles=(
        Path(rf"/-/view_content/(?P<key>\d+)(?:-(?P<title>[^/]+?))?{END}"),
        Path(r"/-/asset_publisher/[^/]+/content/id/(?P<key>\d+)"),
        Path(r"/-/asset_publisher/[^/]+/content/(?P<title>(?P<key>[^/]+))/?$"),
        Path(r"/-/view-article/(?:\d+/)*(?P<key>\d+)/?$"),
        Path(r"/-/(?P<key>\d+-\d+)/?$"),
        Path(r"/-/(?P<title>(?P<key>[^/]*-[^/]+))/?$"),
    ),
    # Each link contains the state of its portlets; in a list, only the page (…_cur) matters.
    state=(
        r"p_p_\w+|p_r_p_\w+|p_auth|p_l_id|doAsUserId",
        r"_\w+_(?:resetCur|delta|keywords|advancedSearch|andOperator|redirect|struts_action|mvcPath|backURL)",
        r".*_cur=1",
    ),
    # The default site answers with and without its own name in the path.
    drop_prefix="/web/guest",
    page_params=("cur",),
    views=("/c/portal/", r"/documents/\d+/"),
    # Lifecycle 1 and 2 are actions and resources, 0 renders a page.
    view_params=("p_p_lifecycle",),
    # An id follows the file's name.
    files=(r"\A(?>.*?/documents/\d+/).*/[^/]+\.\w{2,4}/[\w-]+$",),
)

# /tin-chi-tiet/-/bai-viet/{slug}-{id}-{category id}.html
COM_SOFT = Cms(
    "com_soft",
    is_exact=True,
    rank=10,
    articles=(Path(r"/-/bai-viet/(?P<title>[^/]*?)-?(?P<key>\d+)-\d+\.html?$", unless=""),),
    # The name of a portlet that was never translated.
    labels=("detailcontroller",),
)
