"""`/people/groups/7`: the groups right below one, which come into the sidebar when it is opened."""

from flask import Blueprint, request

from webapp import auth
from webapp.blueprints.loaders import allowed_to, load_or_404
from webapp.blueprints.people.list_page.groups_block import drawn_branch
from webapp.groups.naming import knows, tree
from webapp.listing.address import address_of

bp = Blueprint("branches", __name__, url_prefix="/people/groups")


@bp.get("/<int:group_id>")
@allowed_to()
def show(group_id):
    viewer = auth.viewer()
    node = load_or_404(tree().by_id.get(group_id))
    load_or_404(knows(viewer, node.office_id))
    return drawn_branch(address_of(request.args), viewer, group_id)
